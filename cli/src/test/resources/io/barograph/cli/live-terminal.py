"""Runs a live pipeline on a pseudo-terminal: waits for what it draws, changes the terminal's size, types Ctrl-C."""
import fcntl, os, pty, select, struct, sys, termios, time

pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", NO_COLOR="1")
    os.execv(sys.argv[1], sys.argv[1:])


def resize(rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def read_until(what):
    """Reads on, and gives what came up to there."""
    global seen
    end = time.time() + 60
    while what not in seen:
        if time.time() > end:
            print("NOT SEEN", what, "IN", seen)
            os.kill(pid, 9)
            sys.exit(1)
        if select.select([fd], [], [], 0.1)[0]:
            try:
                seen += os.read(fd, 65536)
            except OSError:
                pass
    before, _, seen = seen.partition(what)
    return before


seen = b""
resize(30, 110)
read_until("┘".encode())
read_until(b"from sensors: 1 lane")
read_until(b"checkpoint")
resize(24, 80)
read_until(b"\x1b[H\x1b[2J")
read_until(b"checkpoint")
os.write(fd, b"\x03")
last = read_until(b"read 240 = used 240")
# The status is wiped, the table stays, and long lines wrap again.
wiped = last[last.rindex("┘".encode()):]
print("ALL SEEN" if b"from sensors" not in wiped and b"\x1b[J\x1b[?7h" in wiped else ("LEFT", last))
os.waitpid(pid, 0)
