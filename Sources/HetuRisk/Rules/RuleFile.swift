import Foundation

/// Reading of files of rules: JSON with names in snake case.
public enum RuleFile {
  /// The largest file that is read, bytes.
  static let greatestBytes = 1 << 20

  /// The content of a file's bytes.
  ///
  /// - Parameter name: what the file is called in an error.
  /// - Throws: ``RiskError`` that names the file and the place in it.
  public static func decode<Content: Decodable>(
    _ type: Content.Type, from data: Data, called name: String
  ) throws -> Content {
    guard data.count <= greatestBytes else {
      throw RiskError("\(name) is larger than 1 MiB, so it is no rule file; name the right file")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw RiskError("\(name) can't be used: \(sentence(error)); correct the file")
    }
  }

  /// What is wrong with a file and at which place in it.
  private static func sentence(_ error: DecodingError) -> String {
    let (context, what): (DecodingError.Context, String) =
      switch error {
      case .keyNotFound(let key, let context): (context, "“\(snakeCase(key.stringValue))” is missing")
      case .valueNotFound(_, let context): (context, "a value is missing")
      case .typeMismatch(let type, let context): (context, "the value should be of type \(type)")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default:
        (DecodingError.Context(codingPath: [], debugDescription: ""), "the JSON is not as its schema says")
      }
    let path = context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? snakeCase(key.stringValue) }
    return "\(path.isEmpty ? "at its top" : "at \(path.joined(separator: "."))"), \(what)"
  }

  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
      if letter.isUppercase { text += "_" + letter.lowercased() } else { text.append(letter) }
    }
  }
}
