/// Limits of GB 3838-2002 in mg/L (an excerpt), with decay and treatment, as a data file.
let surfaceWaterLimitsJSON = #"""
  {
    "id": "gb-3838-2002",
    "standard": "GB 3838",
    "edition": "2002",
    "title": "地表水环境质量标准",
    "verified": false,
    "note": "Limits in mg/L; table 3 in part. Decay and treatment are no part of it: common examples, unverified.",
    "substances": [
      {
        "name": "pH值", "aliases": ["pH", "酸碱度"], "table": "表1",
        "no_multiple": "it is a range of 6 to 9, not a concentration; report the value itself.",
        "treatment": "酸性用石灰、碱性用稀酸中和", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "溶解氧", "aliases": ["DO", "dissolved oxygen"], "table": "表1",
        "no_multiple": "it is a lower bound (5 mg/L in class III); report the value itself.", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "高锰酸盐指数", "aliases": ["CODMn", "耗氧量"], "table": "表1", "limits": [2, 4, 6, 10, 15], "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "化学需氧量", "aliases": ["COD", "CODCr"], "table": "表1", "limits": [15, 15, 20, 30, 40],
        "decay_per_day": {"low": 0.1, "high": 0.3}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "五日生化需氧量", "aliases": ["BOD5", "BOD"], "table": "表1", "limits": [3, 3, 4, 6, 10], "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "氨氮", "aliases": ["NH3-N", "NH4-N", "ammonia nitrogen"], "compounds": [
          {"name": "液氨", "aliases": ["氨", "氨气", "氨水", "NH3", "ammonia"], "cas": "7664-41-7", "fraction": 0.8224}
        ],
        "table": "表1",
        "limits": [0.15, 0.5, 1.0, 1.5, 2.0], "decay_per_day": {"low": 0.05, "high": 0.3},
        "treatment": "折点加氯，沸石吸附", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "总磷", "aliases": ["TP", "total phosphorus"], "table": "表1", "limits": [0.02, 0.1, 0.2, 0.3, 0.4],
        "lake_limits": [0.01, 0.025, 0.05, 0.1, 0.2], "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "铜", "aliases": ["Cu", "copper"], "cas": "7440-50-8", "compounds": [
          {"name": "硫酸铜", "aliases": ["CuSO4"], "cas": "7758-98-7", "fraction": 0.3981}
        ],
        "table": "表1", "limits": [0.01, 1, 1, 1, 1],
        "decay_per_day": {"low": 0, "high": 0},
        "treatment": "加碱调pH至9–10.5，投加聚合硫酸铁或聚合氯化铝混凝沉淀", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "锌", "aliases": ["Zn", "zinc"], "cas": "7440-66-6", "table": "表1", "limits": [0.05, 1, 1, 2, 2],
        "decay_per_day": {"low": 0, "high": 0},
        "treatment": "加碱调pH至9–10.5，投加聚合硫酸铁或聚合氯化铝混凝沉淀", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "氟化物", "aliases": ["氟", "F-", "F", "fluoride"], "cas": "16984-48-8", "compounds": [
          {"name": "氟化氢", "aliases": ["氢氟酸", "HF"], "cas": "7664-39-3", "fraction": 0.9496}
        ],
        "table": "表1",
        "limits": [1, 1, 1, 1.5, 1.5], "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "硒", "aliases": ["Se", "selenium"], "cas": "7782-49-2", "table": "表1",
        "limits": [0.01, 0.01, 0.01, 0.02, 0.02], "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "砷", "aliases": ["As", "arsenic"], "cas": "7440-38-2", "compounds": [
          {"name": "三氧化二砷", "aliases": ["砒霜", "As2O3"], "cas": "1327-53-3", "fraction": 0.7574}
        ],
        "table": "表1",
        "limits": [0.05, 0.05, 0.05, 0.1, 0.1], "decay_per_day": {"low": 0, "high": 0},
        "treatment": "投加聚合硫酸铁混凝沉淀", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "汞", "aliases": ["Hg", "mercury", "水银"], "cas": "7439-97-6", "table": "表1",
        "limits": [5e-05, 5e-05, 0.0001, 0.001, 0.001], "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "镉", "aliases": ["Cd", "cadmium"], "cas": "7440-43-9", "compounds": [
          {"name": "氯化镉", "aliases": ["CdCl2"], "cas": "10108-64-2", "fraction": 0.6132}
        ],
        "table": "表1",
        "limits": [0.001, 0.005, 0.005, 0.005, 0.01], "decay_per_day": {"low": 0, "high": 0},
        "treatment": "加碱调pH至9–10.5，投加聚合硫酸铁或聚合氯化铝混凝沉淀", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "铬(六价)", "aliases": ["六价铬", "Cr6+", "Cr(VI)", "hexavalent chromium"], "cas": "18540-29-9",
        "compounds": [
          {"name": "重铬酸钾", "aliases": ["K2Cr2O7"], "cas": "7778-50-9", "fraction": 0.3535},
          {"name": "铬酸钠", "aliases": ["Na2CrO4"], "cas": "7775-11-3", "fraction": 0.3210},
          {"name": "三氧化铬", "aliases": ["铬酸酐", "CrO3"], "cas": "1333-82-0", "fraction": 0.5200}
        ],
        "table": "表1", "limits": [0.01, 0.05, 0.05, 0.05, 0.1], "decay_per_day": {"low": 0, "high": 0},
        "treatment": "投加硫酸亚铁还原后沉淀", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "铅", "aliases": ["Pb", "lead"], "cas": "7439-92-1", "table": "表1",
        "limits": [0.01, 0.01, 0.05, 0.05, 0.1], "decay_per_day": {"low": 0, "high": 0},
        "treatment": "加碱调pH至9–10.5，投加聚合硫酸铁或聚合氯化铝混凝沉淀", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "氰化物", "aliases": ["CN", "CN-", "cyanide"], "cas": "57-12-5", "compounds": [
          {"name": "氰化钠", "aliases": ["NaCN", "sodium cyanide"], "cas": "143-33-9", "fraction": 0.5309},
          {"name": "氰化钾", "aliases": ["KCN", "potassium cyanide"], "cas": "151-50-8", "fraction": 0.3995},
          {"name": "氰化氢", "aliases": ["氢氰酸", "HCN"], "cas": "74-90-8", "fraction": 0.9627}
        ],
        "table": "表1",
        "limits": [0.005, 0.05, 0.2, 0.2, 0.2], "decay_per_day": {"low": 0.1, "high": 0.5},
        "treatment": "pH大于10，投加次氯酸钠或漂白粉", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "挥发酚", "aliases": ["苯酚", "酚", "phenol"], "cas": "108-95-2", "table": "表1",
        "limits": [0.002, 0.002, 0.005, 0.01, 0.1], "treatment": "投加粉末活性炭，设吸附坝", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "石油类", "aliases": ["石油", "柴油", "汽油", "原油", "成品油", "油类", "oil", "diesel"], "table": "表1",
        "limits": [0.05, 0.05, 0.05, 0.5, 1.0], "treatment": "围油栏拦截，吸油毡回收，活性炭吸附坝", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "阴离子表面活性剂", "aliases": ["LAS"], "table": "表1", "limits": [0.2, 0.2, 0.2, 0.3, 0.3],
        "treatment": "投加粉末活性炭，设吸附坝", "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "硫化物", "aliases": ["S2-", "sulfide", "sulphide"], "cas": "18496-25-8", "compounds": [
          {"name": "硫化钠", "aliases": ["Na2S"], "cas": "1313-82-2", "fraction": 0.4108},
          {"name": "硫化氢", "aliases": ["H2S"], "cas": "7783-06-4", "fraction": 0.9407}
        ],
        "table": "表1",
        "limits": [0.05, 0.1, 0.2, 0.5, 1.0], "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "硫酸盐", "aliases": ["SO4", "SO42-", "sulfate", "sulphate"], "cas": "14808-79-8", "table": "表2",
        "limit": 250, "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "氯化物", "aliases": ["Cl", "Cl-", "chloride"], "cas": "16887-00-6", "table": "表2", "limit": 250,
        "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "硝酸盐", "aliases": ["NO3-N", "硝酸盐氮", "nitrate"], "cas": "14797-55-8", "table": "表2", "limit": 10,
        "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "铁", "aliases": ["Fe", "iron"], "cas": "7439-89-6", "table": "表2", "limit": 0.3,
        "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "锰", "aliases": ["Mn", "manganese"], "cas": "7439-96-5", "table": "表2", "limit": 0.1,
        "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in two public transcriptions of the standard; not compared with the official print"
      },
      {
        "name": "三氯甲烷", "aliases": ["氯仿", "CHCl3", "chloroform"], "cas": "67-66-3", "table": "表3", "limit": 0.06,
        "decay_per_day": {"low": 0.3, "high": 3}, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "四氯化碳", "aliases": ["CCl4", "carbon tetrachloride"], "cas": "56-23-5", "table": "表3",
        "limit": 0.002, "decay_per_day": {"low": 0.3, "high": 3}, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "二氯甲烷", "aliases": ["CH2Cl2", "dichloromethane"], "cas": "75-09-2", "table": "表3", "limit": 0.02,
        "decay_per_day": {"low": 0.3, "high": 3}, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "1,2-二氯乙烷", "aliases": ["二氯乙烷", "1,2-dichloroethane"], "cas": "107-06-2", "table": "表3",
        "limit": 0.03, "decay_per_day": {"low": 0.3, "high": 3}, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "环氧氯丙烷", "aliases": ["epichlorohydrin"], "cas": "106-89-8", "table": "表3", "limit": 0.02,
        "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "氯乙烯", "aliases": ["vinyl chloride"], "cas": "75-01-4", "table": "表3", "limit": 0.005,
        "decay_per_day": {"low": 0.3, "high": 3}, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "三氯乙烯", "aliases": ["trichloroethylene"], "cas": "79-01-6", "table": "表3", "limit": 0.07,
        "decay_per_day": {"low": 0.3, "high": 3}, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "四氯乙烯", "aliases": ["tetrachloroethylene"], "cas": "127-18-4", "table": "表3", "limit": 0.04,
        "decay_per_day": {"low": 0.3, "high": 3}, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "苯乙烯", "aliases": ["styrene"], "cas": "100-42-5", "table": "表3", "limit": 0.02,
        "decay_per_day": {"low": 0.3, "high": 3}, "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "甲醛", "aliases": ["HCHO", "formaldehyde"], "cas": "50-00-0", "table": "表3", "limit": 0.9,
        "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "乙醛", "aliases": ["acetaldehyde"], "cas": "75-07-0", "table": "表3", "limit": 0.05,
        "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "丙烯醛", "aliases": ["acrolein"], "cas": "107-02-8", "table": "表3", "limit": 0.1, "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "苯", "aliases": ["粗苯", "benzene"], "cas": "71-43-2", "table": "表3", "limit": 0.01,
        "decay_per_day": {"low": 0.3, "high": 3}, "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "甲苯", "aliases": ["toluene"], "cas": "108-88-3", "table": "表3", "limit": 0.7,
        "decay_per_day": {"low": 0.3, "high": 3}, "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "From memory of the standard; not compared with its text"
      },
      {
        "name": "乙苯", "aliases": ["ethylbenzene"], "cas": "100-41-4", "table": "表3", "limit": 0.3,
        "decay_per_day": {"low": 0.3, "high": 3}, "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "二甲苯", "aliases": ["xylene"], "cas": "1330-20-7", "table": "表3", "limit": 0.5,
        "decay_per_day": {"low": 0.3, "high": 3}, "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "异丙苯", "aliases": ["cumene"], "cas": "98-82-8", "table": "表3", "limit": 0.25,
        "decay_per_day": {"low": 0.3, "high": 3}, "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "氯苯", "aliases": ["chlorobenzene"], "cas": "108-90-7", "table": "表3", "limit": 0.3,
        "decay_per_day": {"low": 0.3, "high": 3}, "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "硝基苯", "aliases": ["nitrobenzene"], "cas": "98-95-3", "table": "表3", "limit": 0.017,
        "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "苯胺", "aliases": ["aniline"], "cas": "62-53-3", "table": "表3", "limit": 0.1,
        "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "One public transcription of the standard; not compared with the official print"
      },
      {
        "name": "丙烯腈", "aliases": ["acrylonitrile"], "cas": "107-13-1", "table": "表3", "limit": 0.1,
        "treatment": "投加粉末活性炭，设吸附坝", "verified": false,
        "source": "From memory of the standard; not compared with its text"
      },
      {
        "name": "钼", "aliases": ["Mo", "molybdenum"], "cas": "7439-98-7", "table": "表3", "limit": 0.07,
        "decay_per_day": {"low": 0, "high": 0}, "treatment": "先投聚丙烯酰胺调理，再投加聚合硫酸铁混凝沉淀", "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "钴", "aliases": ["Co", "cobalt"], "cas": "7440-48-4", "table": "表3", "limit": 1.0,
        "decay_per_day": {"low": 0, "high": 0},
        "treatment": "加碱调pH至9–10.5，投加聚合硫酸铁或聚合氯化铝混凝沉淀", "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "铍", "aliases": ["Be", "beryllium"], "cas": "7440-41-7", "table": "表3", "limit": 0.002,
        "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "硼", "aliases": ["B", "boron"], "cas": "7440-42-8", "table": "表3", "limit": 0.5,
        "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "锑", "aliases": ["Sb", "antimony"], "cas": "7440-36-0", "table": "表3", "limit": 0.005,
        "decay_per_day": {"low": 0, "high": 0}, "treatment": "调pH至5–6，投加聚合硫酸铁混凝沉淀", "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "镍", "aliases": ["Ni", "nickel"], "cas": "7440-02-0", "compounds": [
          {"name": "硫酸镍", "aliases": ["NiSO4"], "cas": "7786-81-4", "fraction": 0.3793}
        ],
        "table": "表3", "limit": 0.02,
        "decay_per_day": {"low": 0, "high": 0},
        "treatment": "加碱调pH至9–10.5，投加聚合硫酸铁或聚合氯化铝混凝沉淀", "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "钡", "aliases": ["Ba", "barium"], "cas": "7440-39-3", "table": "表3", "limit": 0.7,
        "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "钒", "aliases": ["V", "vanadium"], "cas": "7440-62-2", "table": "表3", "limit": 0.05,
        "decay_per_day": {"low": 0, "high": 0}, "treatment": "投加聚合硫酸铁混凝沉淀", "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "钛", "aliases": ["Ti", "titanium"], "cas": "7440-32-6", "table": "表3", "limit": 0.1,
        "decay_per_day": {"low": 0, "high": 0}, "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      },
      {
        "name": "铊", "aliases": ["Tl", "thallium"], "cas": "7440-28-0", "table": "表3", "limit": 0.0001,
        "decay_per_day": {"low": 0, "high": 0}, "treatment": "高锰酸钾预氧化或加硫化物，再投加聚合硫酸铁混凝沉淀", "verified": true,
        "source": "Confirmed in a public source; not compared with the official print"
      }
    ]
  }
  """#
