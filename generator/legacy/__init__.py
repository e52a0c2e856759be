"""The statistics tables of reports on 2008 to 2018, which followed no uniform form.

Two families of tables were common and provinces added rows to both. A row is known by its label and, where rows
share a label, by the row it stands under; never by its printed code. Only what is printed is listed.
"""
