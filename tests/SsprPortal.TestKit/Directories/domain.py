#!/usr/bin/python3
"""Runs a copy of the domain in a network namespace of its own, where Samba has its fixed ports 389 and 636, and forwards two free
ports of the caller's loopback to them.
  domain.py DIR
Prints one line of JSON when Samba answers; stops when its standard input closes. Samba dies with it."""
import asyncio, ctypes, fcntl, json, os, signal, socket, struct, subprocess, sys, time

CLONE_NEWUSER, CLONE_NEWNET, PR_SET_PDEATHSIG, SIOCSIFFLAGS, IFF_UP_RUNNING = 0x10000000, 0x40000000, 1, 0x8914, 0x41
folder, address = sys.argv[1], "127.0.0.77"
libc = ctypes.CDLL(None, use_errno=True)

# Sockets belong to the namespace they were made in: these stay with the caller.
listeners = [socket.create_server(("127.0.0.1", 0), backlog=128) for _ in range(2)]


def enter_namespace():
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNET | (0 if uid == 0 else CLONE_NEWUSER)) != 0:
        sys.exit("No network namespace (" + os.strerror(ctypes.get_errno()) + "): run the tests as root, or allow unprivileged user namespaces.")
    if uid != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
            with open("/proc/self/" + name, "w") as file:
                file.write(text)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_RUNNING))


def start_samba():
    def die_with_parent():
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.setsid()

    with open(os.path.join(folder, "samba.out"), "ab") as out:
        samba = subprocess.Popen(
            ["/usr/sbin/samba", "-s", f"{folder}/etc/smb.conf", "-F", "--no-process-group", "--debug-stdout", "-M", "single"],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=die_with_parent)
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((address, 636), 1).close()
            return samba
        except OSError:
            if samba.poll() is not None or time.monotonic() > until:
                samba.kill()
                with open(os.path.join(folder, "samba.out")) as out:
                    sys.exit("Samba did not start: " + out.read()[-2000:])
            time.sleep(0.03)


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        try:
            writer.write_eof()
        except OSError:
            pass


async def forward(listener, port):
    async def connected(reader, writer):
        try:
            inner_reader, inner_writer = await asyncio.open_connection(address, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))
        writer.close()
        inner_writer.close()

    await asyncio.start_server(connected, sock=listener)


async def main():
    enter_namespace()
    samba = [start_samba()]
    for listener, port in zip(listeners, (389, 636)):
        await forward(listener, port)
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    ports = [listener.getsockname()[1] for listener in listeners]
    print(json.dumps({"ldap": ports[0], "ldaps": ports[1], "samba": samba[0].pid}), flush=True)
    # one command a line, answered by a line; the end of input stops everything
    while line := (await commands.readline()).strip():
        if line == b"freeze":
            samba[0].send_signal(signal.SIGSTOP)
        elif line == b"thaw":
            samba[0].send_signal(signal.SIGCONT)
        elif line == b"kill":
            samba[0].kill()
            samba[0].wait()
        elif line == b"start":
            samba[0] = start_samba()
        print("done", flush=True)
    samba[0].kill()
    samba[0].wait()


asyncio.run(main())
