import Foundation

/// Districts whose code or name is no longer in use.
struct FormerDistricts: Decodable {
  struct District: Decodable {
    let code: String
    let name: String
    let successor: String
  }

  let districts: [District]

  /// The table below; nil only where it is no JSON, which a test excludes.
  static let table = try? JSONDecoder().decode(FormerDistricts.self, from: Data(json.utf8))

  /// Not compared with the official notices of changes to GB/T 2260; a registry's own 曾用代码 come first.
  private static let json = """
    {
      "title": "已撤销或改名的县级行政区",
      "source": "GB/T 2260 的变更，按民政部历年公布整理",
      "verified": false,
      "districts": [
        {"code": "411222", "name": "陕县", "successor": "411203"},
        {"code": "410381", "name": "偃师市", "successor": "410307"},
        {"code": "410322", "name": "孟津县", "successor": "410308"}
      ]
    }
    """
}
