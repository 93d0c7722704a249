"""What any field may say of a value. The sentences of a single field stand with it."""

from services.chassis.i18n import N_

COMMON_MESSAGES = {
    "required": N_("This is missing."),
    "null": N_("This may not be empty."),
    "validator_failed": N_("This is not right."),
}
