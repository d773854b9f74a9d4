import CGEOS

/// One GEOS context: what calls report their errors to. Made for one operation or batch, never stored globally.
///
/// Not Sendable: a context and all handles made in it belong to one task at a time.
final class GEOSContext {
  let handle: GEOSContextHandle_t
  /// What GEOS said last, until it is taken.
  private var message: String?

  init() throws(GeometryError) {
    guard let handle = GEOS_init_r() else {
      throw GeometryError(.engine, "GEOS_init_r failed; there is probably no memory left.")
    }
    self.handle = handle
    // The receiver is unretained: `deinit` ends the context, and with it all calls that could reach the handler.
    _ = GEOSContext_setErrorMessageHandler_r(
      handle,
      { text, receiver in
        guard let text, let receiver else { return }
        Unmanaged<GEOSContext>.fromOpaque(receiver).takeUnretainedValue().message = String(cString: text)
      },
      Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { GEOS_finish_r(handle) }

  func takeMessage() -> String? {
    defer { message = nil }
    return message
  }
}
