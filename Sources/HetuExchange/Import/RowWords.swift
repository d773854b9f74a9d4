/// In which words faults are told: to whoever imports a file, or to whoever enters one record, who is told at once that it was not saved.
enum RowWords {
  case file, entry

  /// That a row was not taken, as the end of a clause.
  var notTaken: String { self == .file ? "，本行未导入" : "" }
  /// What to do with a pair that is the wrong way round.
  var swap: String { self == .file ? "请对调后再导入" : "请对调" }
  /// What to look at where positions lie far off.
  var checkPosition: String { self == .file ? "请核对坐标和坐标系（--crs）" : "请核对坐标" }
  /// What to do about an area with faults.
  var mend: String { self == .file ? "请在 GIS 中改正，或加 --repair 自动修复" : "请重新画它的边界" }
}
