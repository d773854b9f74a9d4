import CCairo
import CPNG

/// A picture as PNG (ISO/IEC 15948), packed by libpng without filters: what is drawn in flat colours is small so, and made in a fraction
/// of the time.
enum PNGFile {
  /// The file of an image surface of cairo's in 24 bits, RGB.
  ///
  /// - Throws: `CartographyError.Code.rendering` where libpng fails.
  static func bytes(of surface: OpaquePointer?) throws(CartographyError) -> [UInt8] {
    cairo_surface_flush(surface)
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    let stride = Int(cairo_image_surface_get_stride(surface))
    guard let pixels = cairo_image_surface_get_data(surface) else {
      throw CartographyError(.rendering, "cairo gave no picture of \(width) × \(height) pixels.")
    }
    let colours = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { colours, count in
      for row in 0..<height {
        let line = UnsafeRawPointer(pixels + row * stride).assumingMemoryBound(to: UInt32.self)
        for column in 0..<width {
          for (part, shift) in [UInt32(16), 8, 0].enumerated() {
            colours[count + part] = UInt8(truncatingIfNeeded: line[column] >> shift)
          }
          count += 3
        }
      }
    }
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    (image.width, image.height) = (UInt32(width), UInt32(height))
    image.format = UInt32(PNG_FORMAT_FLAG_COLOR)
    image.flags = UInt32(PNG_IMAGE_FLAG_FAST)
    // Room for what can't be packed at all: the rows with a byte each before them, and what zlib and the blocks add.
    let room = (3 * width + 1) * height
    var size = room + room / 1_000 + 4_096
    var isMade = false
    let file = [UInt8](unsafeUninitializedCapacity: size) { file, count in
      isMade = png_image_write_to_memory(&image, file.baseAddress, &size, 0, colours, 0, nil) != 0
      count = isMade ? Int(size) : 0
    }
    guard isMade else {
      throw CartographyError(.rendering, "libpng could not write the picture of \(width) × \(height) pixels.")
    }
    return file
  }
}
