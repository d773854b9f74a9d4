import Foundation
import HetuRegistry

/// Reading of the rule files of this module: JSON with where each rule comes from.
enum RuleFile {
  /// The largest rule file that is read, in bytes.
  static let maximumBytes = 1 << 20

  /// - Throws: `RegistryError` of class bad data that names the file and what is wrong in it.
  static func decode<Value: Decodable>(_ type: Value.Type, from json: Data, called name: String) throws -> Value {
    guard json.count <= maximumBytes else {
      throw RegistryError(.badData, "\(name) is larger than 1 MiB, so it is no rule file; name the right file")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: json)
    } catch let error as DecodingError {
      throw RegistryError(.badData, "\(name) can't be read as rules: \(explanation(error)); correct the file")
    }
  }

  private static func explanation(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context): "“\(key.stringValue)” is missing at \(path(context))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "the value at \(path(context)) is of a wrong type"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "it is no JSON" : "the value at \(path(context)) is not allowed"
    @unknown default: "it is no JSON of rules"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    let keys = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
    return keys.isEmpty ? "the top" : keys.joined(separator: ".")
  }
}
