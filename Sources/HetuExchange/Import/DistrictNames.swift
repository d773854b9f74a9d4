import Foundation
import HetuRegistry
import HetuSchemas

/// The districts of a registry by what people write for them: names, names of former times, codes of former times.
struct DistrictNames: Sendable {
  private var codesByName: [String: Set<String>] = [:]
  private var codes: Set<String> = []
  /// The code that took a former one's place, and the former name.
  private var successors: [String: (code: String, name: String?)] = [:]

  init(_ registry: Registry) throws {
    let former = FormerDistricts.table.map { $0.districts } ?? []
    for district in former {
      successors[district.code] = (district.successor, district.name)
      codesByName[district.name, default: []].insert(district.successor)
    }
    guard let kind = registry.kinds["district"] else { return }
    let records = try registry.records(of: kind)
    let names = Dictionary(records.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    for record in records {
      codes.insert(record.code)
      var written = [record.name]
      if let last = record.name.last, record.name.count > 2, "省市县区".contains(last) {
        written.append(String(record.name.dropLast()))
      }
      if let parent = record["parent"].text.flatMap({ names[$0] }) { written += written.map { parent + $0 } }
      for name in written { codesByName[name, default: []].insert(record.code) }
      for code in record["former_codes"].texts ?? [] {
        successors[code] = (record.code, successors[code]?.name)
      }
    }
  }

  /// The code that a cell means, and what should be said of it; nil for a code that stands as it is.
  func reading(_ raw: String) -> (code: String?, note: String?)? {
    let text = ValueReading.halfWidth(ValueReading.trimmed(raw))
    guard text.contains(where: \.isLetter) else {
      guard !codes.contains(text), let successor = successors[text] else { return nil }
      let former = successor.name.map { "（\($0)）" } ?? ""
      return (successor.code, "区划代码\(text)\(former)已停用，按现行代码\(successor.code)读入，请核对")
    }
    let found = codesByName[text] ?? []
    guard let code = found.first else {
      return (nil, "登记库中没有名为“\(text.prefix(40))”的行政区，区划代码未填；请先导入行政区，或改填代码")
    }
    guard found.count == 1 else {
      return (
        nil, "名为“\(text.prefix(40))”的行政区有\(found.count)个（\(found.sorted().joined(separator: "、"))），区划代码未填；请写明所属县市，或改填代码"
      )
    }
    return (code, nil)
  }
}
