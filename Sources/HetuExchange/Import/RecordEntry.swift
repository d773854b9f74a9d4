import Foundation
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// One record as somebody enters or corrects it, read as an import reads a row, so that its faults are told in the same words.
public struct RecordEntry {
  /// What is wrong with a property; of the position, `geometry`.
  public struct Fault: Sendable, Hashable {
    /// The property's name, or nil where no one is at fault.
    public let property: String?
    /// What is wrong and what to do, in Chinese.
    public let message: String
  }

  /// What is said of where the record lies.
  public enum Place: Sendable {
    /// Nothing: it stays as it is.
    case kept
    /// There, in the reference system, x first; nil where it lies nowhere.
    case given(Geometry?, ReferenceSystem)
  }

  /// The record's kind.
  public let kind: Kind
  /// The values that the record is to have.
  public private(set) var values: [Value]
  /// Where it is to lie, CGCS2000.
  public private(set) var geometry: Geometry?
  /// All that is wrong; empty where it may be written.
  public private(set) var faults: [Fault] = []

  private let stored: Record?
  /// What the import's rules tell of doubles by.
  private let row: PreparedRow

  /// What is written of a record's source where nobody says one.
  private static let source = "网上填报"

  /// An entry from what was sent: for a new record, or over one that is stored.
  ///
  /// - Parameters:
  ///   - properties: by name, as Foundation reads JSON; null takes a value away.
  ///   - replaces: whether properties that are not sent are taken away; where a record comes from, its code and what steps on the ledger
  ///     write stay.
  /// - Throws: ``RegistryError`` where the districts can't be read.
  public init(
    _ kind: Kind, properties sent: [String: Any], place: Place, over stored: Record?, replaces: Bool,
    in registry: Registry
  ) throws {
    self.kind = kind
    self.stored = stored
    if let mark = sent[PublicMark.column.name] as? String, PublicMark.marks(mark) {
      faults.append(Fault(property: nil, message: "记录是\(PublicMark.refusal)"))
    }
    let sent = sent.filter { $0.key != PublicMark.column.name }
    for name in sent.keys.sorted() where kind.index(of: name) == nil {
      faults.append(Fault(property: name, message: "“\(kind.title)”没有属性“\(name.prefix(60))”"))
    }
    // What is wanted is asked of the record as it will be.
    let columns = kind.properties.indices.filter { index in
      let property = kind.properties[index]
      return property.isRequired || sent[property.name] != nil && property.name != "id"
    }
    let fields = columns.map { SourceField(name: kind.properties[$0].name, title: nil, kind: .text) }
    var source = SourceRow()
    for column in columns {
      let property = kind.properties[column]
      if let value = sent[property.name] {
        if property.type != .list, value is [Any] || value is [String: Any] {
          faults.append(Fault(property: property.name, message: "“\(property.title)”应为一个值，不是列表"))
          source.values.append(.null)
        } else {
          source.values.append(SourceValue(json: value))
        }
      } else {
        source.values.append(replaces ? .null : stored.map { SourceValue($0.values[column]) } ?? .null)
      }
    }
    var crs = ReferenceSystem.cgcs2000
    if case .given(.some, _) = place, kind.geometry == nil {
      faults.append(Fault(property: "geometry", message: "“\(kind.title)”不记位置"))
    }
    if case .given(let geometry?, let system) = place {
      crs = system
      source.hasGeometry = true
      source.geometryBytes = WellKnownBinary.write(geometry)
    }
    let mapping = try ColumnMapping(
      fields: fields, kind: kind, given: Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.name) }))
    let converter = try RowConverter(
      kind: kind, file: Self.source, layer: "", headers: fields.map(\.name), mapping: mapping, crs: crs,
      hasPositions: false, repairs: false, districts: try DistrictNames(registry), lists: [], headLines: [:],
      words: .entry)
    row = converter.prepare(source)
    values = stored?.values ?? Array(repeating: .null, count: kind.properties.count)
    geometry = stored?.geometry
    for problem in row.problems where problem.severity == .error {
      faults.append(Fault(property: problem.column ?? "geometry", message: problem.message))
    }
    take(columns, sent, replaces: replaces)
    if case .given = place { take(row.geometry, crs) }
  }

  /// Takes the values over that were sent and may be.
  private mutating func take(_ columns: [Int], _ sent: [String: Any], replaces: Bool) {
    for (index, property) in kind.properties.enumerated() {
      let old = stored?.values[index] ?? .null
      let new = columns.contains(index) ? row.values[index] : .null
      guard let given = sent[property.name] else {
        let stays = !replaces || property.isProvenance || kind.keeps(property)
        if !stays { values[index] = .null }
        continue
      }
      switch property.name {
      case "id":
        if !(given is NSNull), given as? String != old.text { fault(property, "内部编号由登记库生成，不能填写或修改") }
      // The position tells it, when it is moved.
      case "source_crs": break
      case _ where kind.keeps(property) && (new.isNull || Sameness.holds(new, old)): break
      case _ where kind.ledgerStateProperties.contains(property.name):
        fault(property, "“\(property.title)”与登记库不同，不能在这里改台账状态；请用 hetu ledger move 流转")
      default:
        // What a reading passes over with a word, as a district that is not known, would be lost here.
        if new.isNull, !row.emptied.contains(index),
          let lost = row.problems.first(where: { $0.column == property.name && $0.severity == .warning })
        {
          fault(property, lost.message)
        }
        values[index] = new
      }
    }
    if let index = kind.index(of: "source"), values[index].isNull { values[index] = .text(Self.source) }
  }

  /// Takes over where it lies; the text that the old position was read from no longer tells it.
  private mutating func take(_ place: Geometry?, _ crs: ReferenceSystem) {
    guard !Sameness.holds(place, geometry) else { return }
    geometry = place
    for (name, value) in [
      ("source_position", Value.null), ("source_crs", place == nil ? .null : .text(crs.description)),
    ] {
      guard let index = kind.index(of: name), values[index] == stored?.values[index] ?? .null else { continue }
      values[index] = value
    }
  }

  private mutating func fault(_ property: Property, _ message: String) {
    faults.append(Fault(property: property.name, message: message))
  }

  /// Why it would double what is there, in the words of the import; nil where it would not.
  public func double(in writer: RegistryWriter) throws -> Fault? {
    let code = kind.index(of: "code").flatMap { values[$0].text }
    if let stored {
      guard let code, code != stored.code, let other = try writer.existing(kind, code: code, id: nil) else {
        return nil
      }
      return Fault(property: "code", message: "编号“\(other.code)”已经在登记库中（\(other.name)），请改编号")
    }
    let matcher = RowMatcher(writer: writer, kind: kind, lastRow: .max, mayUpdate: false, words: .entry)
    guard case .refused(let message) = try matcher.match(row) else { return nil }
    return Fault(property: code == nil ? "name" : "code", message: message)
  }

  /// Whether it says what is stored already.
  public var changesNothing: Bool {
    guard let stored else { return false }
    return changes(of: stored).isEmpty && Sameness.holds(geometry, stored.geometry)
  }

  private func changes(of stored: Record) -> [(property: Int, value: Value)] {
    values.enumerated().filter { !Sameness.holds($1, stored.values[$0]) }.map { (property: $0, value: $1) }
  }

  /// Writes it inside a change and returns the record as it stands then.
  public func write(_ writer: RegistryWriter) throws -> Record {
    guard let stored else {
      let id = UUID().uuidString.lowercased()
      var values = values
      if let index = kind.index(of: "id") { values[index] = .text(id) }
      try writer.insert(kind, values: values, geometry: geometry)
      return try found(id, writer)
    }
    try writer.update(
      stored, changes(of: stored),
      replacingGeometry: Sameness.holds(geometry, stored.geometry) ? nil : .some(geometry))
    return try found(stored.id, writer)
  }

  private func found(_ id: String, _ writer: RegistryWriter) throws -> Record {
    guard let record = try writer.existing(kind, code: nil, id: id) else {
      throw RegistryError(.storage, "the record that was written can't be read")
    }
    return record
  }
}

extension Kind {
  /// Whether a record keeps a property's value whatever is sent: identifiers, and what steps on the ledger write.
  fileprivate func keeps(_ property: Property) -> Bool {
    ["id", "code"].contains(property.name) || ledgerStateProperties.contains(property.name)
  }
}

extension SourceValue {
  /// A value of JSON, as Foundation reads it; lists and objects as their text.
  fileprivate init(json value: Any) {
    switch value {
    case let text as String: self = .text(text)
    case let number as NSNumber:
      self = number.isTruth ? .text(number.boolValue ? "true" : "false") : .real(number.doubleValue)
    case let items as [Any]:
      let data = try? JSONSerialization.data(withJSONObject: items, options: [.sortedKeys, .withoutEscapingSlashes])
      self = .text(data.map { String(decoding: $0, as: UTF8.self) } ?? "")
    default: self = .null
    }
  }

  /// A value as the registry holds it.
  fileprivate init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .text(let text), .list(let text): self = .text(text)
    case .integer(let integer): self = .integer(integer)
    case .real(let real): self = .real(real)
    case .boolean(let boolean): self = .text(boolean ? "true" : "false")
    }
  }
}
