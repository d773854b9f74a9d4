import CCairo

/// What fonts this machine has, asked of fontconfig.
public enum FontAvailability {
  /// Whether a family of exactly this name is installed.
  public static func isInstalled(_ family: String) -> Bool {
    let pattern = FcPatternCreate()
    defer { FcPatternDestroy(pattern) }
    FcPatternAddString(pattern, FC_FAMILY, family)
    let properties = FcObjectSetCreate()
    defer { FcObjectSetDestroy(properties) }
    FcObjectSetAdd(properties, FC_FAMILY)
    guard let fonts = FcFontList(nil, pattern, properties) else { return false }
    defer { FcFontSetDestroy(fonts) }
    return fonts.pointee.nfont > 0
  }

  /// - Throws: `CartographyError.Code.missingFont` with the package to install.
  static func require(_ families: [FontFamily]) throws(CartographyError) {
    let missing = families.map(\.required).filter { !isInstalled($0) }
    guard missing.isEmpty else {
      throw CartographyError(
        .missingFont,
        "The font \(missing.joined(separator: " and ")) is not installed, so Chinese text cannot be drawn: install "
          + "the package fonts-noto-cjk.")
    }
  }
}
