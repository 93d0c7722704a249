"""Reading a directory after HSDS into the register: JSON of 3.0, and data packages (CSV in a ZIP) of 1.1 to 3.0.

documents and packages turn a file into organizations and services as HSDS 3.0 nests them; records says what these are
in our words; preview says what an import of them would do. What a directory tells and we have no field for is named.
"""
