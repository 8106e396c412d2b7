import Glibc
import NIOCore

/// Lets the listening socket rest after a connection could not be accepted, as when there is no file descriptor left.
///
/// SwiftNIO's own handler delays the next wish to read, but leaves the socket registered as readable, which it is for as
/// long as somebody waits: the event loop took a whole processor for it.
final class AcceptPause: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private static let length: TimeAmount = .seconds(1)

    private let refusals: ThrottledLine
    private var isResting = false

    init(_ refusals: ThrottledLine) {
        self.refusals = refusals
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? IOError, !isResting {
            isResting = true
            refusals.write(reason: String(cString: strerror(error.errnoCode)))
            let channel = context.channel
            channel.setOption(.autoRead, value: false).whenComplete { _ in }
            let handler = NIOLoopBound((self, channel), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: Self.length) {
                let (pause, channel) = handler.value
                pause.isResting = false
                channel.setOption(.autoRead, value: true).whenComplete { _ in }
            }
        }
        context.fireErrorCaught(error)
    }
}
