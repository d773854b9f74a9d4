/// What the check of records holds against, as a data file.
let checkRulesJSON = #"""
  {
    "id": "hetu-check", "edition": "2026-1",
    "terms": [
      {"property": "plan_filed_on", "rule": "plan_expired", "title": "应急预案备案", "months": 36, "notice_days": 90,
       "remedy": "请督促修订并重新备案，更新备案日期", "verified": false,
       "source": "企业事业单位突发环境事件应急预案备案管理办法（试行）：至少每三年回顾性评估一次；未对照正式文本"},
      {"property": "risk_assessed_on", "rule": "assessment_expired", "title": "环境风险等级评估", "months": 36, "notice_days": 90,
       "remedy": "请重新评估风险等级，或核实评估日期", "verified": false, "source": "HJ 941-2018 有效期三年；未对照正式文本"},
      {"property": "cma_until", "rule": "cma_expired", "title": "CMA 证书", "notice_days": 90,
       "remedy": "请核实证书是否换发", "verified": true, "source": "登记的有效期本身"},
      {"property": "licence_until", "rule": "licence_expired", "title": "道路运输经营许可", "notice_days": 90,
       "remedy": "请核实许可是否延续", "verified": true, "source": "登记的有效期本身"},
      {"property": "agreement_until", "rule": "agreement_expired", "title": "协议", "notice_days": 90,
       "remedy": "请续签协议，或从可用队伍中去掉", "verified": true, "source": "登记的有效期本身"},
      {"property": "term_to", "rule": "term_expired", "title": "专家聘期", "notice_days": 90,
       "remedy": "请续聘，或停用这条记录", "verified": true, "source": "登记的聘期本身"},
      {"property": "expires_on", "rule": "supply_expired", "title": "物资保质期", "notice_days": 90,
       "remedy": "请更换或轮换，过期的不计入可用数量", "verified": true, "source": "登记的到期日本身；提前 90 天提示为 Hetu 的建议"},
      {"property": "last_check_on", "rule": "stocktaking_overdue", "title": "物资盘点", "days": 180,
       "remedy": "请盘点并更新数量和盘点日期", "verified": false, "source": "半年盘点一次为 Hetu 的建议，没有正式规定"}
    ],
    "links": [
      {"kind": "key_enterprise", "property": "park", "target": "chemical_park", "verified": false, "source": "Hetu 的建议"},
      {"kind": "enterprise_supply", "property": "enterprise", "target": "key_enterprise", "verified": false, "source": "Hetu 的建议"},
      {"kind": "rescue_team", "property": "enterprise", "target": "key_enterprise", "verified": false, "source": "Hetu 的建议"},
      {"kind": "protection_zone", "property": "water_source", "target": "drinking_water_source", "verified": false, "source": "Hetu 的建议"},
      {"kind": "drinking_water_source", "property": "backup_source", "target": "drinking_water_source", "verified": false, "source": "Hetu 的建议"},
      {"kind": "hazmat_route", "property": "carriers", "target": "hazmat_carrier", "verified": false, "source": "Hetu 的建议"}
    ]
  }
  """#
