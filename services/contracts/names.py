"""What the codes in the register's events are called: words that its owner and whoever shows them say alike."""

from typing import Final

from services.chassis.i18n import N_

POLICY_AREAS: Final = {
    "training_and_education": N_("Training and education"),
    "housing": N_("Housing"),
    "employment": N_("Employment"),
    "entrepreneurship": N_("Entrepreneurship"),
    "intercultural_issues": N_("Intercultural issues"),
}

ORGANISATION_KINDS: Final = {
    "local_administration": N_("Local administration"),
    "regional_authority": N_("Regional authority"),
    "national_authority": N_("National authority"),
    "fund_authority": N_("Funds management authority"),
    "development_agency": N_("Development agency"),
    "training_provider": N_("Training provider"),
    "adult_education_centre": N_("Adult education centre"),
    "school": N_("School"),
    "university": N_("University"),
    "research_institute": N_("Research institute"),
    "employment_service": N_("Employment service"),
    "social_service": N_("Social service"),
    "chamber": N_("Chamber of commerce"),
    "trade_union": N_("Trade union"),
    "employers_association": N_("Employers' association"),
    "enterprise": N_("Enterprise"),
    "social_enterprise": N_("Social enterprise"),
    "ngo": N_("Non-governmental organisation"),
    "migrant_association": N_("Migrant association"),
    "religious_community": N_("Religious community"),
    "housing_provider": N_("Housing provider"),
    "other": N_("Other organisation"),
}

THEMES: Final = {
    "language_course": N_("Language course"),
    "literacy_and_basic_skills": N_("Reading, writing and basic skills"),
    "vocational_training": N_("Vocational training"),
    "adult_education": N_("Adult education"),
    "recognition_of_qualifications": N_("Recognition of qualifications"),
    "career_guidance": N_("Career guidance"),
    "job_placement": N_("Finding a job"),
    "business_start_up": N_("Starting a business"),
    "housing_advice": N_("Advice on housing"),
    "legal_advice": N_("Legal advice"),
    "social_counselling": N_("Social counselling"),
    "health": N_("Health"),
    "childcare": N_("Childcare"),
    "interpreting": N_("Interpreting"),
    "intercultural_mediation": N_("Intercultural mediation"),
    "digital_skills": N_("Digital skills"),
    "meeting_place": N_("Meeting place"),
    "other": N_("Other service"),
}

TARGET_GROUPS: Final = {
    "everybody": N_("Everybody"),
    "newcomers": N_("People new to the country"),
    "refugees_and_asylum_seekers": N_("Refugees and asylum seekers"),
    "women": N_("Women"),
    "young_people": N_("Young people"),
    "parents": N_("Parents"),
    "older_people": N_("Older people"),
    "job_seekers": N_("People looking for work"),
    "workers": N_("People in work"),
    "professionals": N_("Professionals and volunteers"),
}

SERVICE_STATUSES: Final = {
    "active": N_("Open to people"),
    "inactive": N_("Not offered at present"),
    "temporarily_closed": N_("Closed for a while"),
    "defunct": N_("Given up for good"),
}

PERSON_ROLES: Final = {
    "contact": N_("Contact"),
    "legal_representative": N_("Legal representative"),
    "project_manager": N_("Project manager"),
    "facilitator": N_("Facilitator"),
    "trainer": N_("Trainer"),
    "expert": N_("Expert"),
    "policy_maker": N_("Policy-maker"),
    "social_worker": N_("Social worker"),
    "volunteer": N_("Volunteer"),
}
