/// The states of the ledger and the steps between them, as a data file.
let ledgerRulesJSON = #"""
  {
    "id": "hetu-ledger", "edition": "2021-1", "verified": false,
    "source": "逐个挂账、销账为工作方案的要求；其余状态、必填项和审核人不得为责任人是 Hetu 的建议，未见正式文本",
    "initial": "登记", "closed": ["已销账"], "planned": ["转中长期"], "submitted": ["待销账"],
    "steps": [
      {"from": "登记", "to": "挂账", "requires": ["responsible_unit", "responsible_person", "deadline"]},
      {"from": "挂账", "to": "整改中"},
      {"from": "挂账", "to": "转中长期", "requires": ["stages"]},
      {"from": "整改中", "to": "待销账", "needs_evidence": true},
      {"from": "整改中", "to": "转中长期", "requires": ["stages"]},
      {"from": "待销账", "to": "已销账", "by_another": true},
      {"from": "待销账", "to": "退回"},
      {"from": "退回", "to": "整改中"},
      {"from": "转中长期", "to": "整改中"},
      {"from": "已销账", "to": "重新挂账"},
      {"from": "重新挂账", "to": "整改中"},
      {"from": "重新挂账", "to": "转中长期", "requires": ["stages"]}
    ]
  }
  """#
