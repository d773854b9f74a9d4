/// What is assumed of people in the race against the water, as a data file.
let raceRulesJSON = #"""
  {
    "id": "hetu-race-rules",
    "standard": "Proposal of Hetu; no official rule",
    "edition": "2026-1",
    "verified": false,
    "call_minutes": 15,
    "mobilise_minutes": 30,
    "load_minutes": 30,
    "road_speed_km_h": 40,
    "detour_factor": 1.4,
    "stretch_km": 5,
    "source": "Straight distance × 1.3 to 1.5 where no roads are known; the other figures are proposals to be replaced by drills",
    "works": [
      {"facility_class": "水库", "by": "operator", "supplies": []},
      {"facility_class": "闸坝", "by": "operator", "supplies": []},
      {"facility_class": "橡胶坝", "by": "operator", "supplies": []},
      {"facility_class": "引水式电站", "by": "operator", "supplies": []},
      {"facility_class": "坝式电站", "by": "operator", "supplies": []},
      {"facility_class": "应急池", "by": "operator", "supplies": []},
      {"facility_class": "阀门", "by": "operator", "supplies": []},
      {"facility_class": "污水处理厂", "by": "operator", "supplies": []},
      {"facility_class": "坑塘", "by": "team", "supplies": ["水泵", "输送管材", "挖掘机"]},
      {"facility_class": "干枯河道", "by": "team", "supplies": ["挖掘机", "沙袋", "快速膨胀袋", "充气围堰"]},
      {"facility_class": "江心洲型河道", "by": "team", "supplies": ["挖掘机", "沙袋", "快速膨胀袋", "充气围堰"]},
      {"facility_class": "桥梁", "by": "team", "supplies": ["围油栏", "吸油毡", "吸附剂", "沙袋"]},
      {"facility_class": "临时筑坝点", "by": "team", "supplies": ["挖掘机", "沙袋", "快速膨胀袋", "充气围堰"]},
      {"facility_class": "湿地", "by": "team", "supplies": ["沙袋", "水泵"]},
      {"facility_class": "明渠", "by": "team", "supplies": ["沙袋", "水泵"]},
      {"facility_class": "洼地", "by": "team", "supplies": ["水泵", "沙袋", "挖掘机"]},
      {"by": "team", "supplies": ["沙袋", "挖掘机", "水泵", "围油栏"]}
    ]
  }
  """#
