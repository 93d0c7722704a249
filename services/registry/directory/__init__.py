"""The directory of services: what each organisation offers, to whom, where, in which languages, under which conditions.

A wing of the registry with the same rooms. Each service is confirmed by its organisation's city from time to time;
one that nobody has confirmed for too long is said by event. Bookings and referrals do not belong here.
`places` keeps each place of a service as a row, `texts` the words of all that it says, for who asks by HSDS.
"""
