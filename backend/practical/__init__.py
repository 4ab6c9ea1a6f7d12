"""Practical exams (ECE): no copies, no mark sheet, an individual sheet for each candidate."""
