"""Whose report a document is, over hostile documents of our own making."""

from __future__ import annotations

import pytest

from generator.model import Fault, Identity, Kind, Severity
from tests.unit.paper import SECTIONS, identity, organisation_id, rules, titled

REPORT = "2022年政府信息公开工作年度报告"


def named(identified: Identity) -> str:
    assert identified.organisation is not None, identified.findings
    return identified.organisation.organisation


@pytest.mark.parametrize(
    ("title", "org_id"),
    [
        # townships: with county, without, shortened, in other places of the title
        (f"宁安市镜泊镇人民政府{REPORT}", "231084107-jingbo"),
        (f"镜泊镇{REPORT}", "231084107-jingbo"),
        (f"黑龙江省牡丹江市宁安市镜泊镇{REPORT}", "231084107-jingbo"),
        ("汤阴县白营镇政府2023年政府信息公开工作年度报告", "410523105-baiying"),
        ("2022年汤阴县白营镇政府信息公开工作年度报告", "410523105-baiying"),
        ("2012年度屯昌县南吕镇政府信息公开工作年度报告", "469022104-nanlv"),
        ("托里县庙尔沟镇政府信息公开工作2020年度报告", "654224102-miaoergou"),
        ("[甘霖镇]2012年政府信息公开工作年度报告", "330683100-ganlin"),
        ("昌图县七家子镇2023年政府信息公开 工作告年度报", "211224120-qijiazi"),
        ("宾川县金牛镇2022政府信息公开年度报告", "532924101-jinniu"),
        ("镜泊镇2022年政府信息公开工作年度报告（2023年1月10日发布）", "231084107-jingbo"),
        ("汤阴县白营镇2022年政府信息公开工作年度报告.docx", "410523105-baiying"),
        # a name that stands inside another, and names that overlap
        (f"泊头市泊镇人民政府{REPORT}", "130981100"),
        (f"汾阳市西河街道办事处{REPORT}", "141182003-xihe"),
        (f"赫章县河镇彝族苗族乡{REPORT}", "520527211-hezhenyizumiaozu"),
        # districts, streets, cities without counties, counties without a city
        (f"陕西省西安市长安区细柳街道办事处{REPORT}", "610116011-xiliu"),
        (f"新城区胡家庙街道办事处{REPORT}", "610102"),
        (f"东莞市虎门镇{REPORT}", "441900121-humen"),
        (f"仙桃市彭场镇人民政府{REPORT}", "429004109-pengchang"),
        (f"北京市朝阳区来广营地区办事处{REPORT}", "110105032-laiguangying"),
        # a zone outside the divisions before a street known by its name alone
        (f"西咸新区底张街道办事处{REPORT}", "610404009-dizhang"),
        # counties renamed since
        ("同仁县曲库乎乡人民政府2018年政府信息公开工作年度报告", "632301204-qukuhu"),
        ("公主岭市人民政府2018年政府信息公开工作年度报告", "220184-renminzhengfu"),
        # governments and departments at every level
        (f"通城县{REPORT}", "421222-renminzhengfu"),
        (f"通城县政府{REPORT}", "421222-renminzhengfu"),
        (f"额济纳旗{REPORT}", "152923-renminzhengfu"),
        (f"宿迁市{REPORT}", "321300-renminzhengfu"),
        (f"湖北省{REPORT}", "420000-renminzhengfu"),
        # prefectures that a commissioner governs
        (f"塔城地区行政公署{REPORT}", "654200-xingzhenggongshu"),
        (f"兴安盟行署{REPORT}", "152200-xingzhenggongshu"),
        (f"锡林郭勒盟{REPORT}", "152500-xingzhenggongshu"),
        (f"通城县民政局{REPORT}", "421222-minzhengju"),
        (f"通城民政局{REPORT}", "421222-minzhengju"),
        (f"衡南县卫健局{REPORT}", "430422-weishengjiankangju"),
        (f"沭阳县发改局{REPORT}", "321322-fazhanhegaigeju"),
        (f"{REPORT}-沭阳县发改局", "321322-fazhanhegaigeju"),
        (f"咸宁市发展和改革委员会{REPORT}", "421200-fazhanhegaigeweiyuanhui"),
        (f"城口县人民政府办公室{REPORT}", "500229-renminzhengfubangongshi"),
        (f"西藏审计厅{REPORT}", "540000-shenjiting"),
        (f"北京市民政局{REPORT}", "110000-minzhengju"),
        (f"东莞市民政局{REPORT}", "441900-minzhengju"),
        (f"嘉峪关市教育局{REPORT}", "620200-jiaoyuju"),
        (f"恩施州民政局{REPORT}", "422800-minzhengju"),
        (f"宽城县民政局{REPORT}", "130827-minzhengju"),
        (f"汉台区教育体育局政府信息公开工作{REPORT[:5]}年度报告", "610702-jiaoyutiyuju"),
        (f"旺苍县蚕桑产业发展中心{REPORT}", "510821-cansangchanyefazhanzhongxin"),
        (f"国家税务总局通城县税务局{REPORT}", "421222-shuiwuju-442"),
        (f"石家庄高新技术产业开发区管委会{REPORT}", "130171-guanliweiyuanhui"),
        # traditional script and a mirror's brand
        ("湯陰縣白營鎮人民政府2022年政府信息公開工作年度報告", "410523105-baiying"),
        (f"某某博彩官网区人民政府汤阴县白营镇{REPORT}", "410523105-baiying"),
        # short forms
        (f"谷城城关镇{REPORT}", "420625100-chengguan"),
        (f"湖北通城县{REPORT}", "421222-renminzhengfu"),
        (f"江汉区民族街{REPORT}", "420103"),
        (f"鼓楼区华侨路街道办{REPORT}", "320106002-huaqiaolu"),
        (f"西安高新区管委会{REPORT}", "610100-gaoxinquguanliweiyuanhui"),
        (f"海南州民政局{REPORT}", "632500-minzhengju"),
        # ambiguous or unknown: never a guess
        (f"城关镇人民政府{REPORT}", None),
        (f"太平镇{REPORT}", None),
        (f"鼓楼区民政局{REPORT}", None),
        (f"县民政局{REPORT}", None),
        (f"湖南镇{REPORT}", None),
        (f"市中区永安镇{REPORT}", None),
        (f"五华科技产业园管理委员会{REPORT}", None),
        (f"某某部{REPORT}", None),
        (f"某某县民政局{REPORT}", None),
        (f"通城县民政局、通城县残联{REPORT}", None),
        ("政府信息公开工作年度报告", None),
    ],
)
def test_title_alone(title: str, org_id: str | None) -> None:
    found = organisation_id(titled(title))
    if org_id is None or "-" in org_id:
        assert found == org_id
    else:
        assert found is not None
        assert found.startswith(org_id)


@pytest.mark.parametrize(
    ("title", "organisation", "kind"),
    [
        (f"宁安市镜泊镇{REPORT}", "宁安市镜泊镇人民政府", Kind.TOWNSHIP),
        (f"越秀区北京街道{REPORT}", "越秀区北京街道办事处", Kind.SUBDISTRICT),
        (f"东莞市虎门镇{REPORT}", "东莞市虎门镇人民政府", Kind.TOWNSHIP),
        (f"通城县{REPORT}", "通城县人民政府", Kind.GOVERNMENT),
        (f"咸宁市{REPORT}", "咸宁市人民政府", Kind.GOVERNMENT),
        (f"通城县民政局{REPORT}", "通城县民政局", Kind.DEPARTMENT),
        (f"通城县政府办{REPORT}", "通城县人民政府办公室", Kind.DEPARTMENT),
        (f"通城县融媒体中心{REPORT}", "通城县融媒体中心", Kind.INSTITUTION),
        (f"通城县人民医院{REPORT}", "通城县人民医院", Kind.INSTITUTION),
        (f"宾川县金牛镇中心卫生院{REPORT}", "宾川县金牛镇中心卫生院", Kind.INSTITUTION),
        (f"通城县经济开发区管委会{REPORT}", "通城县经济开发区管理委员会", Kind.ZONE),
        (f"武汉东湖新技术开发区管委会{REPORT}", "武汉市东湖新技术开发区管理委员会", Kind.ZONE),
    ],
)
def test_full_name_and_kind(title: str, organisation: str, kind: Kind) -> None:
    found = titled(title).organisation
    assert found is not None
    assert (found.organisation, found.kind) == (organisation, kind)


def test_regions_are_those_valid_today_without_placeholders() -> None:
    found = titled(f"同仁县人民政府{REPORT}").organisation
    assert found is not None
    assert (found.province, found.prefecture, found.county) == ("青海省", "黄南藏族自治州", "同仁市")
    city = titled(f"仙桃市民政局{REPORT}").organisation
    assert city is not None
    assert (city.prefecture, city.county, city.division_code) == ("", "仙桃市", "429004")
    district = titled(f"北京市东城区民政局{REPORT}").organisation
    assert district is not None
    assert (district.province, district.prefecture, district.county) == ("北京市", "", "东城区")


@pytest.mark.parametrize(
    ("rest", "organisation"),
    [
        (f"{SECTIONS}云梦县城关镇人民政府\n2023年1月5日", "云梦县城关镇人民政府"),
        (f"发布机构：谷城县人民政府办公室\n{SECTIONS}", "谷城县城关镇人民政府"),
        (f"首页>政务公开>谷城县>乡镇\n{SECTIONS}", "谷城县城关镇人民政府"),
        (SECTIONS.replace("认真落实条例", "“云上谷城”微信公众号发布5条"), "谷城县城关镇人民政府"),
        (SECTIONS.replace("认真落实条例", "谷城县委部署，我镇落实"), "谷城县城关镇人民政府"),
        (f"{SECTIONS}主办单位：谷城县人民政府 版权所有", "谷城县城关镇人民政府"),
        (f"索引号：11420625011444000A\n{SECTIONS}", "谷城县城关镇人民政府"),
    ],
)
def test_county_elsewhere_settles_a_repeated_name(rest: str, organisation: str) -> None:
    assert named(titled(f"城关镇{REPORT}", rest)) == organisation


def test_address_tells_which_region_a_short_name_means() -> None:
    rest = "请与园区管委会联系(地址:昆明市五华区科普路)。" + SECTIONS
    assert named(titled(f"五华科技产业园管理委员会{REPORT}", rest)) == "五华区科技产业园管理委员会"


def test_two_counties_alike_settle_nothing() -> None:
    found = titled(f"城关镇{REPORT}", SECTIONS.replace("认真落实条例", "赴云梦县、谷城县学习"))
    assert found.organisation is None
    assert rules(found) == {"body.ambiguous"}


def test_candidates_are_listed() -> None:
    found = titled(f"鼓楼区民政局{REPORT}")
    (finding,) = found.findings
    assert finding.rule == "body.ambiguous"
    assert all(city in finding.message for city in ("南京市", "徐州市", "福州市", "开封市"))


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("本报告由旺苍县水利局编制。", "旺苍县水利局"),
        ("本年度报告由旺苍县蚕桑产业发展中心结合有关统计数据编制。", "旺苍县蚕桑产业发展中心"),
        ("如有疑问，请与旺苍县水利局办公室联系（电话：0839-4200000）。", "旺苍县水利局"),
        ("现公布旺苍县2022年政府信息公开工作年度报告。", "旺苍县人民政府"),
        ("根据广元市人民政府办公室要求，现将旺苍县水利局2022年工作报告如下。", "旺苍县水利局"),
        ("根据条例，现发布镜泊镇 2022 年政府信息公开工作年度报告。", "宁安市镜泊镇人民政府"),
        ("如有疑问,请联系周家桥街道党政办(地址：上海市长宁区)。", "长宁区周家桥街道办事处"),
        ("请联系:杭州市滨江区人民政府长河街道办事处;联系电话:0571。", "滨江区长河街道办事处"),
        ("如有疑问,请与浮梁县民政局秘书股联系。", "浮梁县民政局"),
        ("现公布《贵阳市2022年政府信息公开工作年度报告》。请与贵阳市人民政府办公厅联系。", "贵阳市人民政府"),
        ("现公布《贵阳市人民政府(市人民政府办公厅)2022年政府信息公开工作年度报告》。", "贵阳市人民政府"),
        ("现向社会公布2022年度嵊泗县民政局信息公开年度报告。", "嵊泗县民政局"),
        ("结合2022年杭州市滨江区长河街道各科室的信息公开工作实际编制本报告。", "滨江区长河街道办事处"),
        ("由乌拉特后旗政务公开领导小组办公室编制。", "乌拉特后旗人民政府"),
        ("请直接与南平市政府信息公开工作领导小组办公室联系。", "南平市人民政府"),
        ("请与平度市政府办公室政府信息公开领导小组办公室联系(地址:长江路1号)。", "平度市人民政府办公室"),
        ("现公布永嘉瓯北城市新区管委会2022年政府信息公开工作年度报告。", "永嘉县瓯北城市新区管理委员会"),
        ("特编制罗平县长底布依族乡2022年政府信息公开工作年度报告。", "罗平县长底布依族乡人民政府"),
        ("根据《涵江区人民政府办公室关于编制的通知》要求,请与涵江区应急局办公室联系。", "涵江区应急管理局"),
        ("现将2022年度十堰市住房和城乡建设局政府信息公开工作报告如下:", "十堰市住房和城乡建设局"),
        ("现公布市民政局2022年政府信息公开工作年度报告。大连市网站。", "大连市民政局"),
        ("由華僑路街道辦事處編制，南京市鼓楼区。", "鼓楼区华侨路街道办事处"),
    ],
)
def test_preamble_where_the_title_is_missing(text: str, organisation: str) -> None:
    assert named(identity(text + SECTIONS)) == organisation


def test_signature_where_the_title_is_missing() -> None:
    assert named(identity(SECTIONS + "通城县财政局\n2023年1月5日")) == "通城县财政局"


def test_short_form_counts_for_the_full_name() -> None:
    text = "区教育局认真落实。罗江区教育局主动公开5条。罗江区人民政府门户网站。罗江区教育局未收到申请"
    assert named(identity(SECTIONS.replace("认真落实条例", text))) == "罗江区教育局"


def test_readings_that_mirrors_print_between_characters() -> None:
    title = "湯(tāng)陰縣白營鎮2022年政府信息公開工作年度報(bào)告"
    assert organisation_id(titled(title)) == "410523105-baiying"


def test_pronoun_county_and_field_of_work() -> None:
    text = "按照《2024年通城县政务公开工作要点》要求，推进水利工作。\n" + SECTIONS.replace("认真", "我局认真")
    found = identity(text)
    assert named(found) == "通城县水利局"
    assert "body.inferred" in rules(found)


def test_pronoun_without_any_field_is_not_guessed() -> None:
    found = identity("通城县政务公开。\n" + SECTIONS.replace("认真", "我局认真"))
    assert found.organisation is None


def test_our_county() -> None:
    text = SECTIONS.replace("认真落实条例", "我县认真落实条例。旺苍县门户网站公开5条，旺苍县各部门落实")
    assert named(identity(text)) == "旺苍县人民政府"


def test_host_of_the_page_is_not_the_body() -> None:
    head = "发布机构：开远市人民政府办公室\n发布日期：2024-01-12\n"
    assert named(titled(f"{head}开远市林业和草原局{REPORT}")) == "开远市林业和草原局"
    found = identity(head + "首页>政务公开>部门>市林业和草原局\n" + SECTIONS.replace("认真", "我局认真"))
    assert named(found) == "开远市林业和草原局"


def test_body_named_in_passing_is_not_the_body() -> None:
    text = SECTIONS.replace("认真落实条例", "建水县民族宗教事务局公开5条，建水县民族宗教事务局公开6条，我镇配合")
    assert named(titled(f"面甸镇{REPORT}", text)) == "建水县面甸镇人民政府"


def test_misread_name_beside_the_right_one() -> None:
    text = f"同仁市曲库乎乡人民政府{REPORT}" + SECTIONS + "曲库平乡人民政府\n2023年1月15日"
    found = identity(text)
    assert organisation_id(found) == "632301204-qukuhu"
    (finding,) = (item for item in found.findings if item.rule == "body.sources_disagree")
    assert (finding.severity, finding.fault) == (Severity.WARNING, Fault.SOURCE)
    assert "曲库乎乡" in finding.message
    assert "曲库平乡" in finding.message
    assert "落款" in finding.message


def test_misread_name_in_the_title_only() -> None:
    text = f"曲库平乡{REPORT}" + SECTIONS.replace("认真", "曲库乎乡认真")
    found = identity(text)
    assert organisation_id(found) == "632301204-qukuhu"
    assert "body.sources_disagree" in rules(found)


def test_misread_county_beside_the_right_one() -> None:
    found = titled(f"通诚县民政局{REPORT}", SECTIONS.replace("认真", "通城县民政局认真"))
    assert organisation_id(found) == "421222-minzhengju"
    assert "body.sources_disagree" in rules(found)


def test_unknown_county_does_not_borrow_the_region_of_another() -> None:
    text = SECTIONS.replace("认真", "通城县、通城县大坪乡、通城县认真")
    assert titled(f"某某县民政局{REPORT}", text).organisation is None
    assert titled(f"某某县人民政府{REPORT}", text).organisation is None


def test_only_a_misread_signature_of_a_township_named_in_the_preamble() -> None:
    text = "现将曲库乎乡2021年工作报告如下。" + SECTIONS + "曲库平乡人民政府\n2022年1月15日"
    found = identity(text)
    assert organisation_id(found) == "632301204-qukuhu"
    assert "body.sources_disagree" in rules(found)


def test_two_real_names_one_character_apart_stay_apart() -> None:
    found = titled(f"汤阴县白营镇{REPORT}", SECTIONS + "汤阴县古贤镇人民政府\n2023年1月15日")
    assert organisation_id(found) == "410523105-baiying"
    assert "body.sources_disagree" in rules(found)


def test_neighbours_named_in_passing_are_no_disagreement() -> None:
    text = SECTIONS.replace("认真落实条例", "我镇与古贤镇、菜园镇交流，各镇村、集镇落实")
    assert rules(titled(f"汤阴县白营镇{REPORT}", text)) == set()


def test_township_that_has_another_ending_today() -> None:
    found = titled("汤阴县菜园乡2012年政府信息公开工作年度报告")
    assert named(found) == "汤阴县菜园镇人民政府"
    assert rules(found) == {"body.name_outdated"}


def test_township_unknown_in_its_county_keeps_its_printed_name() -> None:
    found = titled(f"汤阴县镜泊镇{REPORT}")
    assert found.organisation is not None
    assert found.organisation.organisation == "汤阴县镜泊镇人民政府"
    assert found.organisation.division_code == "410523"
    assert rules(found) == {"body.not_in_gazetteer"}


def test_short_form_takes_the_full_name_of_the_document() -> None:
    text = SECTIONS + "通城县文化和旅游局\n2023年1月5日"
    found = titled(f"通城县文旅局{REPORT}", text)
    assert named(found) == "通城县文化和旅游局"
    assert rules(found) == set()


def test_name_of_a_government_behind_its_departments_title_is_no_disagreement() -> None:
    found = titled(f"通城县民政局{REPORT}", "现公布通城县2022年政府信息公开工作年度报告。" + SECTIONS)
    assert rules(found) == set()


@pytest.mark.parametrize(
    "source",
    [
        "湖北省/孝感市/云梦县/2022.txt",
        "云梦县城关镇2022年年度报告.txt",
        "42/4209/420923/a.txt",
        "hubei/yunmeng/a.txt",
        "湖北/孝感/云梦/a.txt",
    ],
)
def test_folder_settles_what_the_text_leaves_open(source: str) -> None:
    found = identity(f"城关镇{REPORT}\n" + SECTIONS, source)
    assert named(found) == "云梦县城关镇人民政府"
    assert "body.inferred" in rules(found)


def test_folder_never_beats_the_text() -> None:
    source = "湖北省/孝感市/云梦县/城关镇/a.txt"
    assert named(identity(f"谷城县城关镇{REPORT}\n" + SECTIONS, source)) == "谷城县城关镇人民政府"
    assert named(identity(f"城关镇{REPORT}\n谷城县" + SECTIONS, source)) == "谷城县城关镇人民政府"
    # Between two that the text speaks for alike a third one is no answer.
    both = SECTIONS.replace("认真落实条例", "赴郧西县、谷城县学习")
    assert identity(f"城关镇{REPORT}\n" + both, source).organisation is None


def test_folder_of_a_county_is_not_the_countys_government() -> None:
    assert identity(SECTIONS, "湖北省/咸宁市/通城县/a.txt").organisation is None


def test_folder_names_the_body_that_the_text_calls_we() -> None:
    ours = SECTIONS.replace("认真", "我局认真")
    assert named(identity(ours, "湖北省/通城县/民政局/a.txt")) == "通城县民政局"
    assert identity(ours, "湖北省/通城县/隽水镇/a.txt").organisation is None


def test_web_address_settles_what_the_text_leaves_open() -> None:
    text = f"城关镇{REPORT}\n" + SECTIONS
    assert named(identity(text, url="http://www.yunmeng.gov.cn/xxgk/2023/a.html")) == "云梦县城关镇人民政府"
    assert identity(text, url="http://www.example.com/yunmeng/").organisation is None
    assert identity(text, url="http://[").organisation is None


@pytest.mark.parametrize("contact", ["邮编：432500", "邮政编码 432500", "电话：0712-4220000，邮编432504"])
def test_contact_settles_a_repeated_name(contact: str) -> None:
    assert named(titled(f"城关镇{REPORT}", SECTIONS.replace("认真落实条例", contact))) == "云梦县城关镇人民政府"


def test_names_have_their_time() -> None:
    assert named(titled("新市区教育局2021年政府信息公开工作年度报告")) == "新市区教育局"
    assert titled("新市区教育局2013年政府信息公开工作年度报告").organisation is None


def test_former_county_keeps_its_name_in_a_finding() -> None:
    found = titled("同仁县曲库乎乡人民政府2018年政府信息公开工作年度报告")
    (finding,) = found.findings
    assert (finding.rule, finding.actual, finding.expected) == ("body.name_outdated", "同仁县", "同仁市")
    assert "2019" in finding.message


def test_body_of_a_merged_division_is_not_its_successors() -> None:
    found = titled("北京市崇文区民政局2009年政府信息公开工作年度报告")
    assert named(found) == "东城区崇文区民政局"
    assert "body.name_outdated" in rules(found)
    assert named(titled("卢湾区五里桥街道办事处2010年政府信息公开工作年度报告")) == "黄浦区五里桥街道办事处"


def test_division_dissolved_after_the_report_keeps_its_body() -> None:
    found = titled("重庆市江北区民政局2022年政府信息公开工作年度报告")
    assert organisation_id(found) == "500105-minzhengju"
    assert "body.name_outdated" in rules(found)


def test_township_called_by_a_newer_name() -> None:
    found = titled("冠县万善镇人民政府2024年政府信息公开工作年度报告")
    assert found.organisation is not None
    assert found.organisation.division_code == "371525209"
    assert "较新的名单" in next(finding.message for finding in found.findings)


@pytest.mark.parametrize(
    "name",
    ["教育部", "国家知识产权局", "中国证券监督管理委员会", "国务院办公厅", "中华人民共和国财政部", "国家税务总局"],
)
def test_central_bodies_lie_in_no_division(name: str) -> None:
    text = f"地址：北京市西城区金融大街。北京市{name[-2:]}\n" + SECTIONS.replace("认真", "北京市教育委员会认真")
    found = titled(f"{name}{REPORT}", text)
    assert found.organisation is None
    assert "中央国家机关" in next(finding.message for finding in found.findings if finding.rule == "body.unknown")


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("新疆生产建设兵团第八师石河子市民政局", "石河子市民政局"),
        ("第一师阿拉尔市", "阿拉尔市人民政府"),
        ("第八师一五二团", "石河子市兵团一五二团"),
        ("第八师石河子市北泉镇", "石河子市北泉镇人民政府"),
        ("新疆生产建设兵团民政局", "新疆维吾尔自治区生产建设兵团民政局"),
    ],
)
def test_divisions_of_the_corps_and_their_cities_are_one(title: str, organisation: str) -> None:
    assert named(titled(title + REPORT)) == organisation


def test_account_of_a_township_that_says_we() -> None:
    text = SECTIONS.replace("认真落实条例", "“汉台徐望”微信公众号发布5条，我镇认真落实")
    found = identity(text)
    assert named(found) == "汉台区徐望镇人民政府"
    assert "body.inferred" in rules(found)
    # 我局 is no township, and a name that fits several places settles nothing.
    assert identity(text.replace("我镇", "我局")).organisation is None
    assert identity(text.replace("汉台徐望", "美丽城关")).organisation is None


def test_office_signs_for_the_government_that_says_we() -> None:
    signature = "通城县人民政府办公室\n2023年3月12日"
    ours = SECTIONS.replace("认真", "我县认真") + signature
    assert named(identity(ours)) == "通城县人民政府"
    assert named(identity(ours.replace("我县", "我办"))) == "通城县人民政府办公室"


def test_short_names_of_prefectures_are_not_the_districts_so_called() -> None:
    assert organisation_id(titled(f"巴州民政局{REPORT}")) == "652800-minzhengju"
    assert organisation_id(titled(f"巴州区民政局{REPORT}")) == "511902-minzhengju"


def test_names_that_only_seem_to_stand_in_a_name() -> None:
    assert organisation_id(titled(f"博罗湖镇镇人民政府{REPORT}")) == "441322113-huzhen"
    assert organisation_id(titled(f"嘉定区嘉圭镇街道办事处{REPORT}")) == "310114004-jiadingzhen"
    market = identity("首页>隆化县人民政府>部门>市场监督管理局>年报\n" + SECTIONS.replace("认真", "我局认真"))
    assert named(market) == "隆化县市场监督管理局"
    # The source of the gazetteer lists a department among the townships.
    forest = identity("首页>澄迈县人民政府>部门>林业和草原局>年报\n" + SECTIONS.replace("认真", "我局认真"))
    assert named(forest) == "澄迈县林业和草原局"


def test_a_longer_name_is_not_the_shorter_one_inside_it() -> None:
    assert titled(f"大圭山镇人民政府{REPORT}").organisation is None
    assert organisation_id(titled(f"大圭山镇人民政府{REPORT}", "大岭山镇" + SECTIONS)) == "441900118-dalingshan"


def test_street_listed_with_its_office_is_not_every_street_so_called() -> None:
    assert titled(f"新华街道办事处{REPORT}").organisation is None
    assert organisation_id(titled(f"顺城区新华街道办事处{REPORT}")) == "210411005-xinhua"
    assert organisation_id(titled(f"阿拉善左旗新华街道办事处{REPORT}")) == "152921404-xinhua"


def test_a_name_of_former_years_does_not_share_the_weight_of_todays() -> None:
    text = "现将桥东街道2022年度政府信息公开工作情况报告如下。\n"
    text += SECTIONS.replace("认真落实条例", "在双桥区人民政府门户网站公开，我街道")
    assert named(identity(text)) == "双桥区桥东街道办事处"


def test_short_form_with_several_meanings() -> None:
    assert named(titled(f"通城县文旅局{REPORT}")) == "通城县文化和旅游局"
    other = SECTIONS.replace("认真落实条例", "通城县文化广电和旅游局认真落实条例")
    assert named(titled(f"通城县文旅局{REPORT}", other)) == "通城县文化广电和旅游局"


def test_name_misread_is_not_the_like_named_street_elsewhere() -> None:
    assert organisation_id(titled(f"北辰区果圆新村街道办事处{REPORT}")) == "120113001-guoyuanxincun"


def test_empty_document() -> None:
    found = identity("")
    assert (found.organisation, found.year, found.published_on) == (None, None, None)
    assert rules(found) == {"body.unknown"}
