"""The commands of `learning-cities`, one module a subject: words in, words out. No rule of the domain."""
