/// What is to be reported when, as a data file.
let reportingCalendarJSON = #"""
  {
    "id": "2021-team-building-year", "inclusive": true,
    "items": [
      {"id": "half-month", "title": "半月信息", "rhythm": "monthly", "day": 15, "from": "2021-03", "until": "2022-01",
       "lists": ["problem", "measure"], "by_branch": true, "draft": "half_month", "verified": false,
       "source": "2021 年队伍建设年工作方案：每月15日前报送一次信息；“前”按含当日理解"},
      {"id": "month", "title": "月报告", "rhythm": "month_end", "from": "2021-03", "until": "2022-01",
       "lists": ["problem", "measure"], "by_branch": true, "draft": "month", "verified": false,
       "source": "2021 年队伍建设年工作方案：每月底前报告进展，含附件3、附件4"},
      {"id": "case", "title": "典型案例剖析材料", "rhythm": "once", "date": "2021-04-30",
       "lists": [], "by_branch": false, "verified": false, "source": "2021 年队伍建设年工作方案：4月底前"},
      {"id": "four-lists", "title": "四个清单", "rhythm": "once", "date": "2021-11-15",
       "lists": ["risk_source", "team", "supply", "mechanism"], "by_branch": true, "verified": false,
       "source": "2021 年队伍建设年工作方案：11月15日前"},
      {"id": "annual", "title": "年度总结报告", "rhythm": "once", "date": "2021-12-20",
       "lists": ["problem", "measure"], "by_branch": false, "verified": false, "source": "2021 年队伍建设年工作方案：12月20日前"}
    ]
  }
  """#
