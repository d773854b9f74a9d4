/// How substances are treated, what facilities do, and how a spill is sampled, as a data file.
///
/// A ratio is the pure agent needed for one part by mass of a substance, from the reaction's molar masses; no dose by experience is
/// given, as none stands on an official text.
let responseRulesJSON = #"""
  {
    "id": "hetu-response-rules", "standard": "Hetu", "edition": "2026-1", "verified": false,
    "note": "A proposal, no official rule: methods as reported of handled events and in textbooks; not compared with an official text.",
    "treatments": [
      {
        "title": "重金属（镉、铅、铜、锌、镍、钴等）", "use_for": "重金属",
        "substances": ["镉", "铅", "铜", "锌", "镍", "钴", "汞", "锰", "铁"],
        "method": "加碱调pH至9—10.5，投加聚合硫酸铁或聚合氯化铝混凝沉淀，沉淀段下游回调pH至6—9",
        "agents": [
          {"agent": "石灰", "or": ["片碱"], "role": "调pH"},
          {"agent": "聚合硫酸铁", "or": ["聚合氯化铝"], "role": "混凝沉淀"}
        ],
        "monitor": ["pH", "该金属总量和溶解态"], "caution": "含重金属的底泥须打捞并按危险废物属性鉴别后处置",
        "verified": false, "source": "common practice; not compared with an official text"
      },
      {
        "title": "锑、砷、钼、铊", "use_for": "锑砷钼铊", "substances": ["锑", "砷", "钼", "铊", "硒", "钒"],
        "method": "投加聚合硫酸铁混凝沉淀：锑先调pH至5—6；铊先以高锰酸钾氧化或硫化物沉淀；钼先投聚丙烯酰胺调理",
        "agents": [
          {"agent": "聚合硫酸铁", "or": [], "role": "混凝沉淀"}, {"agent": "聚丙烯酰胺", "or": [], "role": "助凝、调理"},
          {"agent": "稀酸", "or": [], "role": "调pH（锑）"}
        ],
        "monitor": ["pH", "该元素总量和溶解态", "铁"], "caution": "调酸段下游须回调pH至6—9后放行", "verified": false,
        "source": "reports of handled events (molybdenum 2020, thallium 2021, antimony); doses differ from case to case"
      },
      {
        "title": "六价铬", "use_for": "六价铬", "substances": ["铬(六价)"],
        "method": "投加硫酸亚铁还原为三价铬，再加碱调pH至8—9沉淀",
        "agents": [
          {"agent": "硫酸亚铁", "or": [], "role": "还原",
           "ratio": {"铬(六价)": 16.04}, "as": "七水硫酸亚铁", "formula": "3×278.01÷52.00（Cr⁶⁺＋3Fe²⁺）"},
          {"agent": "石灰", "or": ["片碱"], "role": "调pH"}
        ],
        "monitor": ["pH", "总铬", "铁"], "caution": "还原产生的沉淀须打捞", "verified": false,
        "source": "stoichiometry; common practice, not compared with an official text"
      },
      {
        "title": "氰化物", "use_for": "氰化物", "substances": ["氰化物"],
        "method": "加碱保持pH大于10，投加次氯酸钠或漂白粉氧化破氰，再回调pH并除余氯",
        "agents": [
          {"agent": "次氯酸钠", "or": ["漂白粉"], "role": "氧化破氰",
           "ratio": {"氰化物": 6.81}, "as": "有效氯", "formula": "2.5×70.91÷26.02（2CN⁻＋5ClO⁻＋H₂O→2HCO₃⁻＋N₂＋5Cl⁻）"},
          {"agent": "石灰", "or": ["片碱"], "role": "调pH"}
        ],
        "monitor": ["pH", "氰化物", "余氯"], "caution": "不得在酸性条件下处置（逸出氰化氢）；作业人员须佩戴呼吸防护，余氯达标后方可放行",
        "verified": false, "source": "stoichiometry of complete oxidation; method as reported of events handled with bleaching powder"
      },
      {
        "title": "酚、苯系物等有机物", "use_for": "酚苯类有机物",
        "substances": [
          "挥发酚", "苯", "甲苯", "二甲苯", "乙苯", "苯乙烯", "异丙苯", "氯苯", "硝基苯", "苯胺", "丙烯腈", "三氯甲烷", "四氯化碳", "二氯甲烷",
          "1,2-二氯乙烷", "氯乙烯", "三氯乙烯", "四氯乙烯", "阴离子表面活性剂"
        ],
        "method": "设吸附坝并投加粉末活性炭吸附；挥发性强的辅以曝气",
        "agents": [{"agent": "活性炭", "or": [], "role": "吸附"}],
        "monitor": ["该物质", "化学需氧量"], "caution": "吸附后的活性炭须回收，按危险废物属性鉴别后处置", "verified": false,
        "source": "common practice; not compared with an official text"
      },
      {
        "title": "石油类", "use_for": "石油类", "substances": ["石油类", "煤焦油"],
        "method": "多道围油栏拦截，收油机、吸油毡回收，末道设活性炭吸附坝",
        "agents": [{"agent": "活性炭", "or": [], "role": "末道吸附"}],
        "materials": [
          {"category": "围油栏", "unit": "m", "per": "width", "role": "拦截，每道不短于河宽"}, {"category": "吸油毡", "unit": "kg", "role": "回收"}
        ],
        "monitor": ["石油类", "挥发酚"], "caution": "成品油易燃，作业区禁火并监测可燃气体", "verified": false,
        "source": "common practice; not compared with an official text"
      },
      {
        "title": "酸", "use_for": "酸", "substances": ["硫酸", "盐酸", "硝酸", "乙酸", "发烟硫酸"],
        "method": "投加石灰中和，控制pH在6—9",
        "agents": [
          {"agent": "石灰", "or": [], "role": "中和",
           "ratio": {"硫酸": 0.572, "盐酸": 0.769, "硝酸": 0.445, "乙酸": 0.467}, "as": "氧化钙",
           "formula": "56.08÷98.08（硫酸）、56.08÷72.92（盐酸）、56.08÷126.02（硝酸）、56.08÷120.10（乙酸），按纯酸计"}
        ],
        "monitor": ["pH", "电导率"], "caution": "浓酸遇水放热，先围堵稀释再中和", "verified": false, "source": "stoichiometry"
      },
      {
        "title": "碱", "use_for": "碱", "substances": ["氢氧化钠", "氢氧化钾"],
        "method": "投加稀酸中和，控制pH在6—9",
        "agents": [
          {"agent": "稀酸", "or": [], "role": "中和", "ratio": {"氢氧化钠": 1.226, "氢氧化钾": 0.874}, "as": "硫酸",
           "formula": "98.08÷80.00（氢氧化钠）、98.08÷112.22（氢氧化钾），按纯碱计"}
        ],
        "monitor": ["pH", "电导率"], "caution": "投酸须缓慢并逐点测pH", "verified": false, "source": "stoichiometry"
      },
      {
        "title": "悬浮物", "use_for": "悬浮物", "substances": ["悬浮物"],
        "method": "截留静置沉淀，投加聚合氯化铝和聚丙烯酰胺混凝",
        "agents": [
          {"agent": "聚合硫酸铁", "or": ["聚合氯化铝"], "role": "混凝沉淀"}, {"agent": "聚丙烯酰胺", "or": [], "role": "助凝、调理"}
        ],
        "monitor": ["悬浮物"], "caution": "尾矿浆沉淀须清淤，按固体废物管理", "verified": false, "source": "common practice; not compared with an official text"
      },
      {
        "title": "氨氮", "use_for": "氨氮", "substances": ["氨氮"],
        "method": "截留后曝气吹脱、沸石吸附；水量小且封闭的可折点加氯，天然河道内不宜加氯",
        "agents": [
          {"agent": "沸石", "or": [], "role": "吸附"},
          {"agent": "次氯酸钠", "or": ["漂白粉"], "role": "折点加氯（仅限封闭水体）",
           "ratio": {"氨氮": 7.59}, "as": "有效氯", "formula": "1.5×70.91÷14.01（2NH₃＋3HOCl→N₂＋3HCl＋3H₂O）"}
        ],
        "monitor": ["pH", "氨氮", "余氯"], "caution": "pH高时游离氨毒性增大", "verified": false, "source": "stoichiometry; common practice"
      },
      {
        "title": "硫化物", "use_for": "其他", "substances": ["硫化物"],
        "method": "投加硫酸亚铁沉淀",
        "agents": [
          {"agent": "硫酸亚铁", "or": [], "role": "沉淀", "ratio": {"硫化物": 8.67}, "as": "七水硫酸亚铁", "formula": "278.01÷32.06（Fe²⁺＋S²⁻）"}
        ],
        "monitor": ["pH", "硫化物", "溶解氧"], "caution": "不得在酸性条件下处置（逸出硫化氢）", "verified": false, "source": "stoichiometry"
      }
    ],
    "agent_names": [
      {"agent": "活性炭", "names": ["活性炭"]}, {"agent": "石灰", "names": ["石灰"]}, {"agent": "片碱", "names": ["片碱", "氢氧化钠"]},
      {"agent": "聚合硫酸铁", "names": ["聚合硫酸铁"]}, {"agent": "聚合氯化铝", "names": ["聚合氯化铝"]},
      {"agent": "聚丙烯酰胺", "names": ["聚丙烯酰胺"]}, {"agent": "次氯酸钠", "names": ["次氯酸钠"]}, {"agent": "漂白粉", "names": ["漂白粉", "次氯酸钙"]},
      {"agent": "硫酸亚铁", "names": ["硫酸亚铁"]}, {"agent": "稀酸", "names": ["稀酸", "稀硫酸", "稀盐酸"]}, {"agent": "沸石", "names": ["沸石"]}
    ],
    "works": [
      {"facility_class": "水库", "action": "关闭泄水设施，蓄存来水"},
      {"facility_class": "闸坝", "action": "关闭闸门，坝前蓄存"},
      {"facility_class": "橡胶坝", "action": "充坝至最高运用水位，坝前蓄存"},
      {"facility_class": "引水式电站", "action": "停机，关闭引水口；需要时由渠道导流，减水河段蓄存"},
      {"facility_class": "坝式电站", "action": "停机，关闭泄水设施，坝前蓄存"},
      {"facility_class": "临时筑坝点", "action": "填筑临时坝，坝前蓄存"},
      {"facility_class": "江心洲型河道", "action": "封堵一汊蓄污，另一汊过清水"},
      {"action": "按登记的功能启用"}
    ],
    "monitoring": {
      "field_items": ["水温", "pH", "溶解氧", "电导率", "浊度"], "lead_h": 2, "near_interval_h": 1, "far_interval_h": "2—4",
      "background_interval_h": 4, "verified": false,
      "source": "HJ 589-2021 names control, background and attenuation sections; intervals are proposals"
    }
  }
  """#
