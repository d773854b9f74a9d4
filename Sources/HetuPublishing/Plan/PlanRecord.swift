import Foundation
import HetuExchange
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry

/// This program.
public enum Program {
  /// Its version; products made by another one are made again.
  public static let version = "0.1.0"
}

/// What a river's folder was made from and what it held when it was made (生成记录.json), by SHA-256 (FIPS 180-4).
struct PlanRecord: Codable {
  static let fileName = "生成记录.json"

  /// The version of the program.
  var program = Program.version
  /// The digest of all that the products were made from.
  let inputs: String
  /// The day of the newest change in the registry at that time.
  let dataDate: String
  /// The digest of each product by its name.
  let files: [String: String]

  init(inputs: String, dataDate: String, files: [PlanProducts.File]) throws {
    self.inputs = inputs
    self.dataDate = dataDate
    let digests = try sideBySide(files.count) { number in FileDigest.of { $0.add(files[number].bytes) } }
    self.files = Dictionary(uniqueKeysWithValues: zip(files.map(\.name), digests))
  }

  /// The record in a folder; nil where there is none.
  init?(in folder: URL) {
    guard let data = try? Data(contentsOf: folder.appending(path: Self.fileName)),
      let record = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = record
  }

  var document: [UInt8] {
    JSONValue.members([
      "program": .string(program), "inputs": .string(inputs), "dataDate": .string(dataDate),
      "files": .object(files.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
    ]).document
  }

  /// How a folder stands to what its products would be made from now.
  enum State: Equatable {
    /// The products are still true.
    case current
    /// They are as they were made, or some were removed; they may be made again.
    case outdated
    /// A file was changed or added since, or Hetu did not make the folder.
    case foreign(String)
  }

  static func state(of folder: URL, inputs: String) -> State {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    guard let record = PlanRecord(in: folder) else { return names.isEmpty ? .outdated : .foreign(names[0]) }
    if record.inputs == inputs, Set(record.files.keys).isSubset(of: names) { return .current }
    // What was never written, can't be read or is no file is somebody else's.
    let foreign = names.first { name in
      guard name != fileName else { return false }
      guard let known = record.files[name] else { return true }
      return (try? FileDigest.ofFile(folder.appending(path: name).path)) != known
    }
    return foreign.map(State.foreign) ?? .outdated
  }

  /// The digest of all that the products of a plan are made from. The day of the registry's newest change is left out, else any
  /// change would make all rivers anew; where a day decides, as of supplies that expire, what it decides is among the inputs.
  static func inputs(of plan: RiverPlan, base: MapBase, options: String) throws -> String {
    let json = PlanJSON(plan: plan, imprint: PlanImprint(plan, compiler: "", madeOn: ""))
    @Sendable func bytes(of value: JSONValue) -> [UInt8] {
      var bytes: [UInt8] = []
      value.append(to: &bytes, without: ["data_date", "today", "on"])
      return bytes
    }
    // A scenario has much to say: each is digested by itself and forgotten.
    let scenarios = try sideBySide(plan.scenarios.count) { number in
      FileDigest.of { $0.add(bytes(of: json.scenario(plan.scenarios[number]))) }
    }
    var bytes = bytes(of: json.value(scenarios: .array(scenarios.map(JSONValue.string))))
    // What is drawn and does not stand in plan.json.
    for item in plan.items { item.record.geometry.map { WellKnownBinary.append($0, to: &bytes) } }
    for district in base.districts.districts {
      bytes += "\(district.code)|\(district.name)|\(district.record["own"].boolean ?? true)".utf8
      WellKnownBinary.append(.multiPolygon(district.polygons), to: &bytes)
    }
    for river in base.rivers.rivers {
      bytes += river.name.utf8
      WellKnownBinary.append(.multiLineString(river.course.map(\.positions)), to: &bytes)
    }
    return FileDigest.of { digest in
      digest.add(options.utf8)
      digest.add(bytes)
    }
  }
}
