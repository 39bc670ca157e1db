"""The report of a comparison: one self-contained HTML page in Chinese or English."""

from analysis.report.page import render, write_report
from analysis.report.words import LANGUAGES, Words, words

__all__ = ["LANGUAGES", "Words", "render", "words", "write_report"]
