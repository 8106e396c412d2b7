/// A JSON object under construction; its members stand in the order in which they were set.
struct JSONObject: JSONWritable {
    private var members: [UInt8] = []
    /// Members that this proxy does not know, as an older version of LiteLLM would not.
    private let omitted: Set<String>

    init(omitting omitted: Set<String> = []) {
        self.omitted = omitted
    }

    /// Sets a member; nil writes `null`.
    mutating func set(_ name: String, _ value: (some JSONWritable)?) {
        guard omitted.isEmpty || !omitted.contains(name) else { return }
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        name.write(to: &members)
        members.append(UInt8(ascii: ":"))
        if let value {
            value.write(to: &members)
        } else {
            members.append(contentsOf: "null".utf8)
        }
    }

    /// Sets each of these to `null`.
    mutating func set(null names: String...) {
        for name in names { set(name, Bool?.none) }
    }

    /// Sets each of these to `{}`.
    mutating func set(emptyObject names: String...) {
        for name in names { set(name, JSONObject()) }
    }

    /// Sets each of these to `[]`.
    mutating func set(emptyArray names: String...) {
        for name in names { set(name, [Bool]()) }
    }

    func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        bytes.append(contentsOf: members)
        bytes.append(UInt8(ascii: "}"))
    }
}
