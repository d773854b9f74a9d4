import Foundation

/// The kinds of record that a registry knows, in the order of their lists.
public struct Kinds: Sendable {
  /// All kinds, by group, list code and name.
  public let all: [Kind]
  /// The text of the schema of the properties that all kinds have.
  public let commonText: String

  private let indexByName: [String: Int]

  /// The kinds that come with the program.
  public static func builtIn() throws -> Kinds { try Kinds(texts: EmbeddedSchemas.files, commonText: commonText()) }

  /// The kinds that come with the program, with those of a bureau's own folder added or put in their place.
  ///
  /// - Throws: ``SchemaError`` for a folder that can't be read or a schema that can't be used.
  public static func builtIn(with folder: URL) throws -> Kinds {
    let files: [URL]
    do {
      files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "json" }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
    } catch { throw SchemaError(folder.path, "the folder can't be read; name a folder of .json files") }
    guard !files.isEmpty else { throw SchemaError(folder.path, "the folder holds no .json file") }
    var texts = EmbeddedSchemas.files
    for file in files {
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        throw SchemaError(file.lastPathComponent, "can't be read as UTF-8")
      }
      texts.append((name: file.deletingPathExtension().lastPathComponent, text: text))
    }
    let common = texts.last { $0.name == "common" }?.text
    return try Kinds(texts: texts, commonText: common ?? commonText())
  }

  /// The kinds of the given schema texts; a later one of the same name takes the place of an earlier.
  public init(texts: [(name: String, text: String)], commonText: String) throws {
    let reader = try SchemaReader(commonText: commonText)
    self.commonText = commonText
    var byName: [String: Kind] = [:]
    for (name, text) in texts where name != "common" {
      let kind = try reader.kind(text, file: name)
      byName[kind.name] = kind
    }
    let order = Dictionary(uniqueKeysWithValues: Kind.Group.allCases.enumerated().map { ($1, $0) })
    all = byName.values.sorted {
      (order[$0.group] ?? 0, $0.listCode, $0.name) < (order[$1.group] ?? 0, $1.listCode, $1.name)
    }
    indexByName = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })
  }

  /// The program's own text of the schema of the common properties.
  public static func commonText() -> String { EmbeddedSchemas.files.first { $0.name == "common" }?.text ?? "{}" }

  /// The kind of that name.
  public subscript(name: String) -> Kind? { indexByName[name].map { all[$0] } }
}
