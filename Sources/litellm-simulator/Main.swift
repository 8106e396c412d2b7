import LiteLLMSimulator
@main struct Main { static func main() {} }
