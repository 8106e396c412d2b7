extension JSONObject {
    /// Sets `spend`, unless a fault says otherwise.
    mutating func setSpend(_ spend: Double?, _ distortion: Fault.Distortion?) {
        switch distortion {
        case .nullSpend: set(null: "spend")
        case .wrongTypes: set("spend", spend.map { "\($0)" })
        case .badRow, nil: set("spend", spend)
        }
    }

    mutating func setMoney(_ name: String, _ money: Double?, _ distortion: Fault.Distortion?) {
        if case .wrongTypes = distortion { set(name, [money ?? 0]) } else { set(name, money) }
    }

    mutating func setFlag(_ name: String, _ flag: Bool?, _ distortion: Fault.Distortion?) {
        if case .wrongTypes = distortion { set(name, flag == true ? "yes" : "no") } else { set(name, flag) }
    }

    mutating func setDate(
        _ name: String, _ time: Double?, _ zone: DateText.Zone, _ distortion: Fault.Distortion?
    ) {
        if case .wrongTypes = distortion { set(name, time.map { Int($0) }) } else { set(name, DateText(time, zone)) }
    }
}
