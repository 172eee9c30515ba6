"""The demo's courses and events in words. When they happen and who takes them is in the modules beside."""

# category: title | summary | price in yuan | language
COURSES: dict[str, tuple[str, ...]] = {
    "产品": (
        "产品经理基本功|从需求到上线，一个功能的完整旅程。|299|zh",
        "用户访谈怎么问|十二个真实访谈，学会听出没说出口的话。|199|zh",
        "从零到一做增长|小团队也能做的增长实验。|399|zh",
        "定价的艺术|价格测试、套餐设计与涨价。|259|zh",
        "Product Discovery for Small Teams|Find out what to build before you build it.|329|en",
        "Writing Specs People Read|One page that ends the meeting.|149|en",
        "数据驱动的产品决策|看懂留存、漏斗和分群。|359|zh",
    ),
    "写作": (
        "写作的日常练习|每天二十分钟，三十天写完一个系列。|129|zh",
        "把知识写成专栏|选题、结构与长期更新。|239|zh",
        "非虚构写作入门|从采访到成稿。|199|zh",
        "Essays That Travel|Short pieces strangers finish.|179|en",
        "Newsletter From Scratch|Your first thousand readers.|219|en",
        "标题与开头|让人愿意读下去的前三句话。|89|zh",
        "编辑的眼睛|自己改自己的稿子。|159|zh",
    ),
    "设计": (
        "版式与留白|让页面呼吸。|229|zh",
        "界面设计入门|从线框到高保真。|299|zh",
        "给非设计师的配色课|七天学会不出错的配色。|99|zh",
        "Type for Screens|Choosing and setting type that lasts.|189|en",
        "Design Systems in Practice|Tokens, components and the people who use them.|349|en",
        "图表设计|一张图只说一件事。|169|zh",
        "手绘笔记|边听边画，记住更多。|79|zh",
    ),
    "编程": (
        "Python 数据分析|用真实数据学会清洗、统计与画图。|399|zh",
        "写给创作者的自动化|让重复的工作自己跑。|259|zh",
        "SQL 十日谈|十个问题学会查询。|149|zh",
        "Python for Curious People|From a spreadsheet to a small program.|279|en",
        "Shipping Side Projects|Small, finished, used.|199|en",
        "网页制作第一课|一个周末做出自己的主页。|129|zh",
        "机器学习的直觉|不背公式，理解模型在做什么。|459|zh",
    ),
    "影像": (
        "手机摄影|光线、构图与后期。|119|zh",
        "把课程拍成视频|一个人也能完成的拍摄流程。|269|zh",
        "播客制作|从录音到上线。|199|zh",
        "Editing With Rhythm|Cuts people do not notice.|239|en",
        "声音的设计|让听众留下来。|149|zh",
        "Natural Light|Portraits by a window.|159|en",
    ),
    "经营": (
        "一个人的公司|收入、时间与边界。|299|zh",
        "社群运营手册|从五十人到五百人。|349|zh",
        "线下活动这样办|场地、签到与复盘。|179|zh",
        "Money for Creators|Prices, taxes and calm months.|229|en",
        "会员制怎么设计|权益、等级与续费。|389|zh",
        "Running a Cohort Course|Twenty people, six weeks, one goal.|419|en",
    ),
}
CREATORS = {
    "产品": "顾知行",
    "写作": "沈一禾",
    "设计": "Mara Lindqvist",
    "编程": "陈默",
    "影像": "阿木",
    "经营": "顾知行",
}
LESSONS = {
    "zh": ("开始之前", "核心概念", "第一次动手", "案例拆解", "常见误区", "进阶练习", "答疑直播", "作业点评", "工具清单", "回顾与下一步"),
    "en": ("Before you start", "The core idea", "First try", "A case, taken apart", "Common traps", "Going further", "Live Q&A", "Feedback", "Tools", "Looking back"),
}  # fmt: skip
# title | place | mode | capacity | price in yuan | days from today; the last four are still to come
EVENTS: tuple[str, ...] = (
    "春季开放日|上海 · 知行空间|on_site|60|0|-560",
    "写作者之夜|上海 · 衡山书店|on_site|40|49|-470",
    "Creators' Breakfast|Shanghai · The Attic|on_site|25|69|-390",
    "定价工作坊|线上|online|80|99|-310",
    "年度聚会|上海 · 知行空间|hybrid|120|129|-235",
    "Portfolio Review Day|Online|online|50|59|-160",
    "摄影外拍：苏州河|上海 · 四行仓库|on_site|30|39|-75",
    "秋季读书会|杭州 · 晓书馆|on_site|45|29|-20",
    "社群经营圆桌|上海 · 知行空间|on_site|50|79|0",
    "Python 之夜|线上|online|100|0|6",
    "Design Critique Club|Shanghai · The Attic|on_site|24|89|15",
    "新年第一课|上海 · 知行空间|hybrid|150|129|41",
)
