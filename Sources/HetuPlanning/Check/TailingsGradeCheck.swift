import HetuRegistry
import HetuRisk

/// Holds the recorded grade of a tailings pond (尾矿库等别) against its capacity and the height of its dam.
///
/// Where a failure would hit important towns, works or railways, the grade may be one higher, but for the highest.
struct TailingsGradeCheck {
  let sizes: Sourced<TailingsRules.SizeGrades>

  /// What is to be said about a pond's grade. The grade that was handed in stays.
  func findings(_ record: Record) -> [Finding] {
    let pairs = [
      ("total_capacity_10k_m3", "design_dam_height_m", "设计"), ("current_capacity_10k_m3", "dam_height_m", "现状"),
    ]
    let computed = pairs.compactMap {
      capacity, height, word -> (text: String, grades: (byVolume: Int, byHeight: Int, together: Int))? in
      guard let volume = record[capacity].number, let metres = record[height].number, volume > 0, metres > 0 else {
        return nil
      }
      let grades = sizes.table.places(volume: volume, height: metres)
      let text =
        "按\(word)库容 \(FigureText.decimals(volume, 2)) 万m³（\(name(grades.byVolume))）和\(word)坝高 \(FigureText.decimals(metres, 2)) m（\(name(grades.byHeight))）为\(name(grades.together))"
      return (text, grades)
    }
    var findings = computed.filter { abs($0.grades.byVolume - $0.grades.byHeight) > 2 }.prefix(1).map {
      Finding(.warning, "tailings_units", record, "库容与坝高不相称：\($0.text)", "请核对库容的单位是否为万m³，坝高是否为m")
    }
    guard let given = record["size_grade"].text, let place = sizes.rows.firstIndex(where: { $0.name == given }),
      let first = computed.first, !computed.contains(where: { $0.grades.together == place })
    else { return findings }
    let mayBeRaised = computed.contains { $0.grades.together == place - 1 }
    findings.append(
      Finding(
        mayBeRaised ? .note : .warning, "tailings_grade", record,
        "填报等别为\(given)，\(first.text)" + (mayBeRaised ? "；失事后果严重的可提高一等" : ""),
        "请核对库容、坝高和等别；填报的等别不会被改动\(sizes.verified ? "" : "（等别表未对照正式文本）")"))
    return findings
  }

  private func name(_ place: Int) -> String { sizes.rows[place].name }
}
