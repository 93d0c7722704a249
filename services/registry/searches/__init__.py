"""Searching while somebody types, and searches that a person keeps and is alerted by.

A wing of the registry with the same rooms. How words are found is the business of the store (chassis/store/searching);
here stand what can be searched, who keeps which search, and when somebody is told of something new. A *saved search* is
its owner's alone: nobody else sees it, and its alert tells only what its owner may see.
"""
