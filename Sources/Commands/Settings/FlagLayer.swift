/// The arguments of the program: a command and flags, in any order.
///
/// They are not read by ArgumentParser, which does not tell which options were given: without that no layer below could
/// be asked for the rest.
struct FlagLayer: Sendable {
    enum Request: Hashable, Sendable {
        case help
        case helpOnReplay
        case version
        case command(Command)
    }

    private(set) var request: Request = .command(.implied)
    private(set) var given: [String: GivenSetting] = [:]

    init(_ arguments: [String], declarations: [SettingDeclaration]) throws(SettingError) {
        // Who asks for help is not told off for the rest of the line.
        if arguments.contains(where: { $0 == "--help" || $0 == "-h" }) || arguments == ["help"] {
            let isOnReplay = arguments.first { !$0.hasPrefix("-") } == Command.replay.rawValue
            request = isOnReplay ? .helpOnReplay : .help
            return
        }
        if arguments.contains("--version") {
            request = .version
            return
        }
        var settings: [String: (declaration: SettingDeclaration, isNegated: Bool)] = [:]
        for declaration in declarations {
            if let flag = declaration.flag { settings[flag] = (declaration, false) }
            if let flag = declaration.negativeFlag { settings[flag] = (declaration, true) }
        }
        let operands = declarations.filter(\.isOperand)
        let secretFlags = declarations.filter { $0.form == .secret }.map { "--\($0.name)" }
        var command: Command?
        var options: [(flag: String, command: Command)] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if let operand = operands.first(where: { $0.command == command }), given[operand.name] == nil,
                argument == "-" || !argument.hasPrefix("-")
            {
                given[operand.name] = GivenSetting([argument], .flag)
                continue
            }
            guard argument.hasPrefix("-") else {
                guard command == nil else { throw SettingError(argument, .secondCommand) }
                command = try Self.command(named: argument)
                continue
            }
            let flag = String(argument.prefix { $0 != "=" })
            let attached = flag.count < argument.count ? String(argument.dropFirst(flag.count + 1)) : nil
            guard !secretFlags.contains(flag) else { throw SettingError(flag, .secretInFlag) }
            guard let (declaration, isNegated) = settings[flag] else {
                let names = settings.keys.sorted().map { String($0.dropFirst(2)) }
                let suggestion = Suggestion.nearest(to: String(flag.drop { $0 == "-" }), among: names)
                throw SettingError(flag, .unknownFlag(suggestion: suggestion.map { "--\($0)" }))
            }
            let value = try Self.value(
                of: declaration, flag: flag, isNegated: isNegated, attached: attached, rest: &rest)
            try add(value, to: declaration, flag: flag)
            if let command = declaration.command { options.append((flag, command)) }
        }
        request = .command(command ?? .implied)
        for option in options where request != .command(option.command) {
            throw SettingError(option.flag, .optionOfAnotherCommand(option.command.rawValue))
        }
    }

    private mutating func add(_ value: String, to declaration: SettingDeclaration, flag: String) throws(SettingError) {
        let earlier = given[declaration.name]?.values.map(\.text) ?? []
        if case .list = declaration.form {} else if !earlier.isEmpty { throw SettingError(flag, .flagTwice) }
        given[declaration.name] = GivenSetting(earlier + [value], .flag)
    }

    private static func value(
        of declaration: SettingDeclaration, flag: String, isNegated: Bool, attached: String?,
        rest: inout ArraySlice<String>
    ) throws(SettingError) -> String {
        guard let placeholder = declaration.placeholder else {
            if attached != nil {
                throw SettingError(flag, .valueOfToggle(negative: declaration.negativeFlag ?? flag))
            }
            return isNegated ? "false" : "true"
        }
        if let attached { return attached }
        // The next flag is no value: one that really begins so can be written after an equals sign.
        guard let next = rest.first, !next.hasPrefix("-") else {
            throw SettingError(flag, .valueMissing(placeholder: placeholder))
        }
        rest.removeFirst()
        return next
    }

    private static func command(named word: String) throws(SettingError) -> Command {
        if let command = Command(rawValue: word) { return command }
        let suggestion = Suggestion.nearest(to: word, among: Command.allCases.map(\.rawValue))
        throw SettingError(word, .unknownCommand(suggestion: suggestion))
    }
}
