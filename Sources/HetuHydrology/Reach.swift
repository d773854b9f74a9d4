import HetuGeometry

/// A stretch of river (河段) as it was drawn, from upstream to downstream.
public struct Reach: Hashable, Sendable, Identifiable {
  /// The row it comes from.
  public let id: Int64
  /// Its code in the registry; unique among reaches.
  public let code: String
  /// Its own name; may be empty.
  public let name: String
  /// The name of the river it belongs to; empty where unknown.
  public let riverName: String
  /// The code of the river it belongs to, where known.
  public let riverCode: String?
  /// Its lines in the order and direction they were drawn, longitude and latitude on CGCS2000; one for a LineString.
  public let paths: [[Position]]

  /// A reach from its attributes and lines.
  public init(id: Int64, code: String, name: String, riverName: String, riverCode: String?, paths: [[Position]]) {
    self.id = id
    self.code = code
    self.name = name
    self.riverName = riverName
    self.riverCode = riverCode.flatMap { $0.isEmpty ? nil : $0 }
    self.paths = paths
  }

  /// A reach of one line.
  public init(id: Int64, code: String, name: String, riverName: String, riverCode: String?, path: [Position]) {
    self.init(id: id, code: code, name: name, riverName: riverName, riverCode: riverCode, paths: [path])
  }

  /// The order that decides every tie between reaches: by code, then by row.
  static func precedes(_ first: Reach, _ second: Reach) -> Bool {
    first.code == second.code ? first.id < second.id : first.code < second.code
  }

  /// The numbers of reaches in the order that decides ties.
  static func precedence(of reaches: [Reach]) -> [Int] {
    let numbers = Array(reaches.indices)
    let isOrdered = zip(reaches, reaches.dropFirst()).allSatisfy { !precedes($1, $0) }
    return isOrdered ? numbers : numbers.sorted { precedes(reaches[$0], reaches[$1]) }
  }
}
