// Usage: embed-schemas OUTPUT.swift SCHEMA.json…
// Writes a Swift source that holds each schema's text as a raw string literal. Runs at build time only.
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.first else {
  FileHandle.standardError.write(Data("usage: embed-schemas OUTPUT.swift SCHEMA.json…\n".utf8))
  exit(2)
}
var source = "enum EmbeddedSchemas {\n  static let files: [(name: String, text: String)] = [\n"
for path in arguments.dropFirst() {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  source += "    (name: \"\(name)\", text: ####\"\"\"\n\(text)\n\"\"\"####),\n"
}
source += "  ]\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
