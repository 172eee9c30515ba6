"""Any list of members, recognised by the usual Chinese and English names of its columns."""

from __future__ import annotations

from kclub_desktop.import_export.profile import Column, Kind, Profile, Subject

PROFILE = Profile(
    source="member_list",
    subject=Subject.MEMBER,
    endpoint="list",
    general=True,
    signature=(("email", "phone"),),
    columns=(
        Column(
            "email",
            ("email", "e-mail", "email address", "mail", "e-mail address", "邮箱", "电子邮箱", "邮件", "邮箱地址",
             "电子邮件", "联系邮箱"),
            Kind.EMAIL,
        ),
        Column(
            "phone",
            ("phone", "mobile", "phone number", "mobile number", "cell", "cell phone", "telephone", "tel", "手机号",
             "手机", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "移动电话", "会员手机号"),
            Kind.PHONE,
        ),
        Column(
            "name",
            ("name", "full name", "member", "member name", "姓名", "名字", "会员姓名", "会员名", "客户姓名", "昵称",
             "会员", "真实姓名", "称呼"),
        ),
        Column("level", ("level", "member level", "membership level", "会员等级", "等级", "会员级别", "级别")),
        Column("plan", ("plan", "tier", "membership", "套餐", "会员类型", "订阅")),
        Column(
            "joined_at",
            ("joined", "joined at", "join date", "joined on", "member since", "created at", "signup date", "sign up date",
             "registered", "date joined", "加入日期", "加入时间", "入会日期", "入会时间", "注册日期", "注册时间",
             "开通日期", "开通时间", "成为会员时间"),
            Kind.MOMENT,
        ),
        Column(
            "spent_before",
            ("total spent", "lifetime spend", "amount spent", "spent", "total spend", "累计消费", "累计消费金额",
             "消费总额", "消费金额", "累计金额", "总消费"),
            Kind.MONEY,
        ),
        Column("currency", ("currency", "货币", "币种"), Kind.CURRENCY),
        Column("channel", ("channel", "source", "referrer", "来源渠道", "来源", "渠道", "获客渠道")),
        Column("tags", ("tags", "labels", "groups", "标签", "分组", "会员标签"), Kind.LABELS),
        Column("note", ("note", "notes", "comment", "remarks", "remark", "备注", "说明", "附注"), Kind.LONG_TEXT),
        Column("language", ("language", "locale", "语言"), Kind.LANGUAGE),
        Column(
            "email_consent",
            ("subscribed", "email consent", "newsletter", "accepts marketing", "订阅邮件", "同意接收邮件"),
            Kind.FLAG,
            soft=True,
        ),
        Column("number", ("no", "no.", "#", "序号", "编号"), Kind.IGNORED),
        Column(
            "expires_at",
            ("expires", "expires at", "expiry date", "valid until", "到期日期", "到期时间", "到期日", "有效期"),
            Kind.IGNORED,
        ),
        Column("gender", ("gender", "sex", "性别"), Kind.IGNORED),
        Column("birthday", ("birthday", "date of birth", "生日", "出生日期"), Kind.IGNORED),
    ),
)
