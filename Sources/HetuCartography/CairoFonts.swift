import CCairo

/// The faces that drawings are lettered in, as fontconfig finds them; for one rendering, on its thread.
final class CairoFonts {
  /// A face and the characters that it has.
  final class Face {
    let pointer: OpaquePointer?
    private let pattern: OpaquePointer

    fileprivate init?(matching wanted: OpaquePointer?) {
      FcConfigSubstitute(nil, wanted, FcMatchPattern)
      FcDefaultSubstitute(wanted)
      var result = FcResultMatch
      guard let pattern = FcFontMatch(nil, wanted, &result) else { return nil }
      self.pattern = pattern
      pointer = cairo_ft_font_face_create_for_pattern(pattern)
    }

    deinit {
      cairo_font_face_destroy(pointer)
      FcPatternDestroy(pattern)
    }

    func has(_ scalar: Unicode.Scalar) -> Bool {
      var characters: OpaquePointer?
      return FcPatternGetCharSet(pattern, FC_CHARSET, 0, &characters) == FcResultMatch
        && FcCharSetHasChar(characters, scalar.value) != 0
    }
  }

  private struct Key: Hashable {
    var family: FontFamily
    var isBold: Bool
    /// A character that the family's own face does not have.
    var scalar: Unicode.Scalar?
  }

  private var faces: [Key: Face] = [:]

  /// The family's own face.
  func face(of style: TextStyle) -> Face? { face(Key(family: style.family, isBold: style.bold, scalar: nil)) }

  /// A face that has a character which the family's own has not; nil where there is none.
  func face(for scalar: Unicode.Scalar, in style: TextStyle) -> Face? {
    let other = face(Key(family: style.family, isBold: style.bold, scalar: scalar))
    return other?.has(scalar) == true ? other : nil
  }

  private func face(_ key: Key) -> Face? {
    if let face = faces[key] { return face }
    let pattern = FcPatternCreate()
    defer { FcPatternDestroy(pattern) }
    FcPatternAddString(pattern, FC_FAMILY, key.family.required)
    FcPatternAddInteger(pattern, FC_WEIGHT, key.isBold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR)
    if let scalar = key.scalar {
      let characters = FcCharSetCreate()
      defer { FcCharSetDestroy(characters) }
      FcCharSetAddChar(characters, scalar.value)
      FcPatternAddCharSet(pattern, FC_CHARSET, characters)
      FcPatternAddBool(pattern, FC_SCALABLE, 1)
    }
    faces[key] = Face(matching: pattern)
    return faces[key]
  }
}
