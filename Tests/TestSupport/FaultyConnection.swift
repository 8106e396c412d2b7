import Glibc
import NIOCore
import NIOPosix
import Threading

/// One client's connection to a ``FaultProxy``. Runs on its channel's event loop only.
final class FaultyConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let proxy: FaultProxy
    private let channel: any Channel
    private var upstream: (any Channel)?
    private var unread = ByteBuffer()
    /// Bytes of answers since the client last spoke.
    private var sent = 0
    private var isReused = false
    private var isEnding = false
    /// Once something was withheld, nothing flows any more, whatever fault comes next: what followed would make no sense.
    private var isSilent = false

    init(_ proxy: FaultProxy, _ channel: any Channel) {
        self.proxy = proxy
        self.channel = channel
    }

    func channelActive(context: ChannelHandlerContext) {
        let id = ObjectIdentifier(self)
        proxy.state.withLock { state in
            state.accepted += 1
            state.open[id] = channel
        }
        guard case .upstream(let port) = proxy.backend else { return startReading() }
        let client = NIOLoopBound(self, eventLoop: context.eventLoop)
        ClientBootstrap(group: context.eventLoop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(UpstreamConnection(client.value))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let channel):
                    self.upstream = channel
                    self.startReading()
                case .failure: self.end(.close)
                }
            }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isSilent else { return }
        if sent > 0 { isReused = true }
        sent = 0
        let bytes = unwrapInboundIn(data)
        let fault = proxy.state.withLock { $0.fault }
        switch fault.reception(of: Self.target(of: bytes), isReused: isReused) {
        case .serve: serve(bytes)
        case .answer(let answer): deliver(ByteBuffer(bytes: answer.bytes))
        case .ignore: isSilent = true
        case .end(let ending): end(ending)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let id = ObjectIdentifier(self)
        proxy.state.withLock { state in
            state.open[id] = nil
        }
        upstream?.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Passes a piece of an answer on, as far as the fault lets it.
    func deliver(_ bytes: ByteBuffer) {
        guard !isSilent else { return }
        let fault = proxy.state.withLock { $0.fault }
        let delivery = fault.delivery(of: bytes.readableBytes, sent: sent)
        sent += delivery.passedBytes
        isSilent = delivery.passedBytes < bytes.readableBytes && delivery.ending == nil
        guard delivery.delay > .zero else { return pass(bytes, delivery) }
        channel.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delivery.delay)) {
            self.pass(bytes, delivery)
        }
    }

    func end(_ ending: Fault.Ending) {
        guard !isEnding else { return }
        isEnding = true
        let closeSocket: @Sendable () -> Void = { [channel] in channel.close(promise: nil) }
        guard ending == .reset, let socket = channel as? any SocketOptionProvider else { return closeSocket() }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in closeSocket() }
    }

    /// What the request asks for, by its first line.
    private static func target(of bytes: ByteBuffer) -> String {
        let line = bytes.readableBytesView.prefix { $0 != UInt8(ascii: "\r") }
        return line.split(separator: UInt8(ascii: " ")).dropFirst().first.map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }

    private func startReading() {
        channel.setOption(.autoRead, value: true).whenComplete { [channel] _ in channel.read() }
    }

    private func serve(_ bytes: ByteBuffer) {
        switch proxy.backend {
        case .upstream: upstream?.writeAndFlush(bytes, promise: nil)
        case .canned(let answer):
            unread.writeImmutableBuffer(bytes)
            while let end = unread.readableBytesView.firstRange(of: "\r\n\r\n".utf8) {
                let length = unread.readableBytesView.distance(
                    from: unread.readableBytesView.startIndex, to: end.upperBound)
                let head = String((unread.readString(length: length) ?? "").dropLast())
                proxy.state.withLock { $0.requests.append(head) }
                deliver(ByteBuffer(bytes: answer(head).bytes))
            }
        }
    }

    private func pass(_ bytes: ByteBuffer, _ delivery: Fault.Delivery) {
        guard !isEnding else { return }
        let part = bytes.getSlice(at: bytes.readerIndex, length: delivery.passedBytes) ?? ByteBuffer()
        let written = channel.writeAndFlush(part)
        guard let ending = delivery.ending else { return }
        written.assumeIsolated().whenComplete { _ in self.end(ending) }
    }
}

/// The proxy's own connection to the server behind it.
private final class UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let client: FaultyConnection

    init(_ client: FaultyConnection) {
        self.client = client
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        client.deliver(unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) {
        client.end(.close)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
