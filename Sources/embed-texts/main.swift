// Usage: embed-texts TYPE OUTPUT.swift FILE…
// Writes a Swift source whose type holds each file's text as a raw string literal. Runs at build time only.
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count > 2 else {
  FileHandle.standardError.write(Data("usage: embed-texts TYPE OUTPUT.swift FILE…\n".utf8))
  exit(2)
}
let paths = Array(arguments)
var source = "enum \(paths[0]) {\n  static let files: [(name: String, text: String)] = [\n"
for path in paths.dropFirst(2) {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  source += "    (name: \"\(name)\", text: ####\"\"\"\n\(text)\n\"\"\"####),\n"
}
source += "  ]\n}\n"
try source.write(toFile: paths[1], atomically: true, encoding: .utf8)
