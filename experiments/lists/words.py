"""The columns of the tables of an institution, and the words of their cells, in English and in Chinese."""

from __future__ import annotations

from experiments.lists.table_file import Columns

NAME = ("姓名", "名称", "name")
BUREAU = ("上级局", "上级部门", "来源单位", "原单位", "上级单位", "bureaus")
CATEGORY = ("业务类别", "类别", "业务种类", "categories")
PASSED_OVER = ("序号", "编号", "备注", "说明", "no", "no.", "number", "note", "notes", "remark", "remarks", "comment")
"""Headings of columns that many lists have and no run needs."""

STAFF = Columns(
    names={
        "name": NAME,
        "rank": ("职级", "职务", "级别", "层级"),
        "bureau": BUREAU,
        "categories": ("业务类别", "熟悉业务", "专长", "业务专长", "类别", "category", "expertise"),
        "full_time": ("在岗比例", "时间占比", "工作时间占比", "专职比例", "share_of_time", "fte"),
        "licences": ("执法证", "资格", "资格证", "证件", "licence", "licenses", "license"),
        "km_per_hour": ("时速", "出行速度", "speed"),
    },
    required=("name", "rank"),
    passed_over=PASSED_OVER,
)

FUNCTIONS = Columns(
    names={
        "name": ("业务条目", "名称", "事项", "业务名称", "事项名称", "function"),
        "bureau": BUREAU,
        "office": ("上级处室", "处室", "对口处室", "科室", "offices"),
        "category": CATEGORY,
        "group": ("业务组", "组", "小组", "groups"),
    },
    required=("name", "bureau", "category"),
    passed_over=PASSED_OVER,
)

SITES = Columns(
    names={
        "name": ("点位", "名称", "村社", "社区", "站点", "site"),
        "population": ("人口", "人口数", "常住人口", "inhabitants"),
        "east_km": ("东距", "东向公里", "东", "x_km", "east"),
        "north_km": ("北距", "北向公里", "北", "y_km", "north"),
        "zone": ("片区", "所属片区", "zones"),
        "title_zh": ("中文名",),
        "title_en": ("英文名",),
    },
    required=("name", "population"),
    passed_over=PASSED_OVER,
)

RANKS = {
    "officer": ("干部", "科员", "一般干部", "工作人员", "办事员"),
    "deputy": ("副职", "副局长", "副主任", "分管领导", "班子副职"),
    "chief": ("局长", "主任", "正职", "主要领导", "一把手"),
}
"""What people are; a head is appointed by a design."""

HEADS = ("head", "科长", "股长", "模块长", "负责人")
"""Words for a head, who is an officer until a design appoints them."""
