"""Reading the files of `content/`: strict YAML, problems with file and line, words and placeholders, sources.

What a subject's files mean lives with the subject.
"""
