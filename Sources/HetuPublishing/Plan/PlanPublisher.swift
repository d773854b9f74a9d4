import Foundation
import HetuCartography
import HetuExchange
import HetuHydrology
import HetuPlanning
import HetuRegistry

/// Writes one river's plan as a folder of files: made aside, then moved into place.
public struct PlanPublisher: Sendable {
  /// The products that can be made.
  public enum Format: String, CaseIterable, Sendable {
    case html, docx, svg, pdf, png, cards, viewer, geojson, json, kml, gpkg, gcj02, bd09

    /// What is made unless something else is asked for: all but the data in the systems of map services.
    public static let usual = allCases.filter { $0 != .gcj02 && $0 != .bd09 }

    /// What a browser lets such a product do (Content-Security-Policy): load nothing, and run its own script only.
    public var contentSecurityPolicy: String {
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
        + (self == .viewer ? "; script-src '\(ViewerTemplate.scriptHash)'" : "")
    }
  }

  let base: MapBase
  let formats: Set<Format>
  let compiler: String
  let madeOn: String?
  let overwrite: Bool
  let paper: SheetFormat

  /// A publisher of the given products.
  ///
  /// - Parameters:
  ///   - compiler: 编制单位, or empty for a blank to fill.
  ///   - madeOn: 编制日期; nil for the data's day.
  ///   - paper: the map sheet's paper.
  public init(
    base: MapBase, formats: Set<Format>, compiler: String, madeOn: String?, overwrite: Bool, paper: SheetFormat = .a3
  ) {
    self.paper = paper
    self.base = base
    self.formats = formats
    self.compiler = compiler
    self.madeOn = madeOn
    self.overwrite = overwrite
  }

  /// Writes the products of a plan into `folder/river's name`.
  ///
  /// - Returns: the folder made, and what the reader of the map should know.
  /// - Throws: ``OutputError`` where the folder exists or can't be written, `CartographyError` where a font is missing.
  public func publish(_ plan: RiverPlan, in folder: URL) throws -> (folder: URL, warnings: [String]) {
    let target = self.folder(of: plan.river, in: folder)
    guard overwrite || !FileManager.default.fileExists(atPath: target.path) else {
      throw OutputError("\(target.path) exists already; choose another folder or give --force", .refused)
    }
    return (target, try write(plan, to: target, inputs: try PlanRecord.inputs(of: plan, base: base, options: options)))
  }

  /// Writes the products of a plan where there are none yet, and those whose inputs (records, options, version of the program)
  /// are not what they were made from; what somebody changed or added in a folder since is not overwritten.
  ///
  /// - Returns: the folder, and what the reader of the map should know; nil for products that are still true.
  /// - Throws: as ``publish(_:in:)``.
  func update(_ plan: RiverPlan, in folder: URL) throws -> (folder: URL, warnings: [String]?) {
    let target = self.folder(of: plan.river, in: folder)
    let inputs = try PlanRecord.inputs(of: plan, base: base, options: options)
    if !overwrite, FileManager.default.fileExists(atPath: target.path) {
      switch PlanRecord.state(of: target, inputs: inputs) {
      case .current: return (target, nil)
      case .outdated: break
      case .foreign(let name):
        throw OutputError(
          "\(target.path) holds \(name), which is not as Hetu made it; move it away or give --force", .refused)
      }
    }
    return (target, try write(plan, to: target, inputs: inputs))
  }

  /// The products of a plan as the names and bytes of files, and what the reader of the drawings should know.
  ///
  /// - Throws: ``OutputError`` where a program that makes one fails, `CartographyError` where a font is missing.
  public func products(of plan: RiverPlan) throws -> (files: [(name: String, bytes: [UInt8])], warnings: [String]) {
    try PlanProducts(plan: plan, base: base, imprint: imprint(of: plan), paper: paper).files(formats)
  }

  private func imprint(of plan: RiverPlan) -> PlanImprint { PlanImprint(plan, compiler: compiler, madeOn: madeOn) }

  private func write(_ plan: RiverPlan, to target: URL, inputs: String) throws -> [String] {
    let imprint = imprint(of: plan)
    let (files, warnings) = try products(of: plan)
    let record = try PlanRecord(inputs: inputs, dataDate: imprint.dataDate, files: files)
    try MadeFolder.put(files + [(PlanRecord.fileName, record.document)], at: target)
    return warnings
  }

  /// What decides about the products besides the plan and the map's base.
  private var options: String {
    let formats = formats.map(\.rawValue).sorted().joined(separator: ",")
    let hasWord = self.formats.contains(.docx) && WordDocument() != nil
    return "\(Program.version)|\(formats)|\(hasWord)|\(paper)|\(compiler)|\(madeOn ?? "")"
  }

  func folder(of river: River, in folder: URL) -> URL {
    folder.appending(path: folderName(of: river), directoryHint: .isDirectory)
  }

  /// A river's name as its folder's; rivers that would share one have their codes behind it.
  private func folderName(of river: River) -> String {
    let name = Self.fileName(river.name)
    let isShared = base.rivers.rivers.contains { $0.code != river.code && Self.fileName($0.name) == name }
    return isShared ? Self.fileName("\(name)_\(river.code)") : name
  }

  /// A name as a folder's: no separators, no control characters, no dot or space at an end, at most 200 bytes.
  static func fileName(_ name: String) -> String {
    var safe = ""
    for scalar in name.unicodeScalars {
      let isUnfit =
        "/\\:*?\"<>|".unicodeScalars.contains(scalar)
        || [.control, .format].contains(scalar.properties.generalCategory)
        || [.lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
      let added = isUnfit ? "_" : String(scalar)
      guard safe.utf8.count + added.utf8.count <= 200 else { break }
      safe += added
    }
    safe = safe.trimmingCharacters(in: .whitespaces)
    while safe.hasSuffix(".") { safe.removeLast() }
    return safe.isEmpty || safe.hasPrefix(".") ? "_" + safe : safe
  }
}

/// Why a product could not be written, as one sentence.
public struct OutputError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure, for callers that decide by it.
  public enum Code: Sendable {
    /// What lies there is not to be overwritten.
    case refused
    /// A folder or file can't be written.
    case cannotWrite
    /// Another program that makes a product failed.
    case program
  }

  /// The sentence.
  public let message: String
  /// The kind of failure.
  public let code: Code

  init(_ message: String, _ code: Code = .program) {
    self.message = message
    self.code = code
  }

  /// The sentence.
  public var description: String { message }
}
