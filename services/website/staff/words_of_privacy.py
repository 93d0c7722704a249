"""The names of codes in what is said about people's data: parts of the platform, what was erased, ways, rules."""

from services.chassis.i18n import N_

PARTS = {
    "registry": N_("Register of the network"), "workshops": N_("Gatherings"), "support": N_("Support desk"),
    "notifications": N_("Messages"), "transfers": N_("Practices and plans"), "gateway": N_("Accounts"),
}  # fmt: skip
ERASED = {
    "people": N_("Sheets of people"), "registrations": N_("Registrations"), "tickets": N_("Questions to the desk"),
    "accounts": N_("Accounts"), "accounts_left": N_("Accounts that stay"), "sessions": N_("Where they are signed in"),
    "cities_without_staff": N_("Cities whose last account for staff is gone"),
    "preferences": N_("What they want to be told"), "messages": N_("Messages to them"),
    "mails": N_("Records of e-mails"), "opt_outs": N_("E-mails not wanted"),
    "unasked_mails": N_("Marks of e-mail addresses"),
}  # fmt: skip
WAYS = {
    "sheet": N_("The sheet of the person"), "list": N_("A list of people"), "contact": N_("To write to them"),
    "access_request": N_("All that is held, as they asked for it"), "export": N_("The list of people, as a file"),
}  # fmt: skip
RETENTION = {
    "people_without_role": N_("People who have had no role in an organisation since then"),
    "imports": N_("Imports"), "uploads": N_("Files that were sent for an import"),
    "erasure_receipts": N_("Receipts of erasures"),
}  # fmt: skip
ACCOUNT_STATUS = {"active": N_("Active"), "disabled": N_("Switched off")}
CONSENT_WAYS = {"in_writing": N_("In writing"), "online": N_("On a web page"), "spoken": N_("In a conversation")}
PRIVACY = {
    "part": PARTS, "erased": ERASED, "way": WAYS, "retention": RETENTION, "consent_way": CONSENT_WAYS,
    "account_status": ACCOUNT_STATUS,
}  # fmt: skip
"""The tables by the name under which a page asks for a word."""
