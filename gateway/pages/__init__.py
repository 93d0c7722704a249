"""The gateway's own pages: signing in, one's password and sessions; accounts and API clients for who administers them.

One folder a journey, with its views, forms and templates. Rules are in `identity`; how a page looks is in chassis/web.
"""
