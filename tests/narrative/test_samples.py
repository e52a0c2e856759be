"""What the prose of the five sample reports says in numbers, written down by hand."""

from __future__ import annotations

import pytest

from generator.report import read_report
from tests.golden.samples import SAMPLES, sample
from tests.narrative.test_sentences import shown

SAID = {
    "000": [
        "proactive_total 5条",
        "other/subject 1条",
        "other/subject 1条",
        "other/subject 1条",
        "requests_received 0件",
        "litigations 0件",
        "proactive_channel/website 5个",
    ],
    "001": [],
    "002": [
        "proactive_total ~510条",
        "proactive_channel/wechat ~390条",
        "proactive_channel/notice_board ~120次",
        "requests_received 0条",
        "reconsiderations 0",
        "litigations 0",
    ],
    "003": [
        "other/letters 30件",
        "other/letters_closed 30件",
        "proactive_total 6条",
        "other/subject 1条",
        "other/subject 2条",
        "other/subject 3条",
        "proactive_channel/other 1699条",
        "proactive_channel/new_media 74条",
        "processing_fee 0",
    ],
    "004": [
        "proactive_channel/website 58条",
        "proactive_total ~20条",
        "requests_received 0",
        "requests_received 0",
        "reconsiderations 0",
        "litigations 0",
        "processing_fee 0",
        "proposals/npc_lead 4件",
        "proposals/cppcc_lead 4件",
        "proposals/npc_joint 7件",
        "proposals/cppcc_joint 13件",
        "proposals/npc_lead 3件",
    ],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_facts_of_a_sample(name: str) -> None:
    one = sample(name)
    assert [shown(fact) for fact in read_report(one.text.encode(), one.file).facts] == SAID[name[:3]]
