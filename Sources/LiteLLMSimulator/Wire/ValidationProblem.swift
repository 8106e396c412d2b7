/// One entry of a 422 answer to a query that does not fit.
struct ValidationProblem: JSONWritable {
    let type: String
    let parameter: String
    let message: String

    static func tooSmall(_ parameter: String, _ lowest: Int) -> ValidationProblem {
        ValidationProblem(
            type: "greater_than_equal", parameter: parameter,
            message: "Input should be greater than or equal to \(lowest)")
    }

    static func tooLarge(_ parameter: String, _ highest: Int) -> ValidationProblem {
        ValidationProblem(
            type: "less_than_equal", parameter: parameter, message: "Input should be less than or equal to \(highest)")
    }

    static func notAbove(_ parameter: String, _ bound: Int) -> ValidationProblem {
        ValidationProblem(
            type: "greater_than", parameter: parameter, message: "Input should be greater than \(bound)")
    }

    static func notAnInteger(_ parameter: String) -> ValidationProblem {
        ValidationProblem(
            type: "int_parsing", parameter: parameter,
            message: "Input should be a valid integer, unable to parse string as an integer")
    }

    static func notABoolean(_ parameter: String) -> ValidationProblem {
        ValidationProblem(
            type: "bool_parsing", parameter: parameter,
            message: "Input should be a valid boolean, unable to interpret input")
    }

    func write(to bytes: inout [UInt8]) {
        var object = JSONObject()
        object.set("type", type)
        object.set("loc", ["query", parameter])
        object.set("msg", message)
        object.write(to: &bytes)
    }
}
