/// A document other than the metrics, encoded part by part, so that whoever does it can let others have a turn.
package struct EncodedDocument {
    private var body: ExpositionBody
    private let deflater = Deflater()

    package init(_ encoding: ContentEncoding) {
        body = ExpositionBody(encoding)
    }

    package mutating func append(_ part: ArraySlice<UInt8>) {
        body.append(PageFragment(Array(part), deflater))
    }

    /// All bytes, once every part was appended.
    package consuming func finished() -> [UInt8] {
        body.finish()
        return body.bytes
    }
}
