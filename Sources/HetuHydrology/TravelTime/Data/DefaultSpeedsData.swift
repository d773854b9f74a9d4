/// Default speeds (m/s), Manning's n and bands, as a data file.
let defaultSpeedsJSON = #"""
  {
    "id": "hetu-default-speeds",
    "standard": "Proposal of Hetu; no official rule",
    "edition": "2026-1",
    "flow_exponent": 0.4,
    "bands": {
      "given": {"low": 0.8, "high": 1.25},
      "measured": {"low": 0.8, "high": 1.25},
      "continuity": {"low": 0.7, "high": 1.4},
      "other_season": {"low": 0.65, "high": 1.5},
      "manning": {"low": 0.6, "high": 1.6}
    },
    "kinds": [
      {
        "river_type": "山区溪流", "roughness": 0.06,
        "dry": {"low": 0.2, "likely": 0.3, "high": 0.4},
        "normal": {"low": 0.4, "likely": 0.6, "high": 0.8},
        "wet": {"low": 0.8, "likely": 1.4, "high": 2.0},
        "verified": false, "source": "Proposed range for mountain streams; n for boulders and weeds 0.05 to 0.08"
      },
      {
        "river_type": "山区河流", "roughness": 0.045,
        "dry": {"low": 0.2, "likely": 0.3, "high": 0.45},
        "normal": {"low": 0.4, "likely": 0.6, "high": 0.9},
        "wet": {"low": 0.8, "likely": 1.4, "high": 2.0},
        "verified": false,
        "source": "Proposed; the Luming front of 2020-03 made 0.42 m/s; n for gravel 0.035 to 0.05"
      },
      {
        "river_type": "平原河流", "roughness": 0.03,
        "dry": {"low": 0.1, "likely": 0.2, "high": 0.35},
        "normal": {"low": 0.2, "likely": 0.4, "high": 0.6},
        "wet": {"low": 0.5, "likely": 0.8, "high": 1.3},
        "verified": false, "source": "Proposed; n for sand 0.025 to 0.035"
      },
      {
        "river_type": "干流", "roughness": 0.03,
        "dry": {"low": 1.0, "likely": 1.2, "high": 1.5},
        "normal": {"low": 1.0, "likely": 1.4, "high": 1.8},
        "wet": {"low": 1.2, "likely": 1.7, "high": 2.0},
        "verified": false, "source": "Proposed range 1 to 2 m/s for the main stem of the Yellow River"
      },
      {
        "river_type": "水库库区", "roughness": 0.03,
        "dry": {"low": 0.01, "likely": 0.03, "high": 0.1},
        "normal": {"low": 0.01, "likely": 0.03, "high": 0.1},
        "wet": {"low": 0.01, "likely": 0.05, "high": 0.1},
        "verified": false, "source": "Proposed range; volume over flow is used wherever both are known"
      },
      {
        "river_type": "湖泊", "roughness": 0.03,
        "dry": {"low": 0.01, "likely": 0.02, "high": 0.1},
        "normal": {"low": 0.01, "likely": 0.02, "high": 0.1},
        "wet": {"low": 0.01, "likely": 0.03, "high": 0.1},
        "verified": false, "source": "Proposed, as for reservoirs"
      },
      {
        "river_type": "渠道", "roughness": 0.025,
        "dry": {"low": 0.3, "likely": 0.5, "high": 0.8},
        "normal": {"low": 0.3, "likely": 0.6, "high": 1.0},
        "wet": {"low": 0.4, "likely": 0.8, "high": 1.5},
        "verified": false, "source": "Proposed"
      },
      {
        "river_type": "减水河段", "roughness": 0.06,
        "dry": {"low": 0.05, "likely": 0.1, "high": 0.25},
        "normal": {"low": 0.1, "likely": 0.2, "high": 0.5},
        "wet": {"low": 0.4, "likely": 0.8, "high": 2.0},
        "verified": false, "source": "Proposed; depends on what the intake lets pass"
      },
      {
        "river_type": "江心洲汊道", "roughness": 0.04,
        "dry": {"low": 0.1, "likely": 0.25, "high": 0.45},
        "normal": {"low": 0.2, "likely": 0.5, "high": 0.9},
        "wet": {"low": 0.5, "likely": 1.1, "high": 2.0},
        "verified": false, "source": "Proposed"
      },
      {
        "roughness": 0.045,
        "dry": {"low": 0.1, "likely": 0.3, "high": 0.6},
        "normal": {"low": 0.2, "likely": 0.5, "high": 1.0},
        "wet": {"low": 0.5, "likely": 1.2, "high": 2.0},
        "verified": false, "source": "Proposed for reaches whose kind is unknown: mountain and plain together"
      }
    ]
  }
  """#
