"""Runs a command on a pseudo-terminal: types keys, each once what must come before has been seen."""
import fcntl, os, pty, select, signal, struct, sys, termios, time

STEPS = [
    (b"baro> ", b"SELECT 6 * 7\r"),
    (b"> ", b" AS answer;\r"),
    (b"42", b""),
    (b"baro> ", b"SELECT nonsense FROM 'many.csv';\r"),
    (b"there is no column nonsense", b""),
    (b"baro> ", b"SELECT count(*) FROM 'many.csv' AS a JOIN 'many.csv' AS b ON a.device_id = b.device_id;\r"),
    (b"running", b"\x03"),
    (b"cancelled", b""),
    (b"baro> ", b"SELECT humid FROM many\t"),
    (b"'many.csv'", b"\x01\x06\x06\x06\x06\x06\x06\x06\x06\x06\x06\x06\x06\t"),
    (b"ity", b"\x03"),
    (b"baro> ", b"\x04"),
]

pid, fd = pty.fork()
if pid == 0:
    # A build in the background of a script ignores SIGINT, and so would what it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.update(TERM="xterm", XDG_STATE_HOME="state", NO_COLOR="1")
    os.execv(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
seen = b""


def read_until(what, seconds):
    """Reads on; what was read before it is forgotten. False where it does not come."""
    global seen
    end = time.time() + seconds
    while what not in seen:
        if time.time() > end:
            return False
        if select.select([fd], [], [], 0.1)[0]:
            try:
                seen += os.read(fd, 65536)
            except OSError:
                return False
    seen = seen[seen.index(what) + len(what):]
    return True


for expected, keys in STEPS:
    if not read_until(expected, 15):
        print("NOT SEEN", expected, "IN", seen)
        os.kill(pid, 9)
        sys.exit(1)
    os.write(fd, keys)
read_until(b"never", 3)
print("ALL SEEN", os.waitpid(pid, 0)[1])
