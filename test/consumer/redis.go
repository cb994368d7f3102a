package consumer

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Redis is a Redis server on this machine.
type Redis struct {
	Port int
	cmd  *exec.Cmd
	dir  string
}

// StartRedis starts a server that wants a token, "" for none. With tlsOnly it
// takes connections with TLS only. Stop ends it.
func StartRedis(token string, tlsOnly bool) (*Redis, error) {
	program, err := need("redis-server")
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Redis{Port: l.Addr().(*net.TCPAddr).Port}
	l.Close()
	if r.dir, err = os.MkdirTemp("", "redis-"); err != nil {
		return nil, err
	}
	port := strconv.Itoa(r.Port)
	args := []string{"-", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", r.dir}
	if tlsOnly {
		if err := selfSigned(r.dir); err != nil {
			return nil, err
		}
		args = append(args, "--port", "0", "--tls-port", port, "--tls-cert-file", filepath.Join(r.dir, "cert.pem"),
			"--tls-key-file", filepath.Join(r.dir, "key.pem"), "--tls-auth-clients", "no")
	} else {
		args = append(args, "--port", port)
	}
	r.cmd = exec.Command(program, args...)
	if token != "" { // by standard input: a command line is for all to see
		r.cmd.Stdin = strings.NewReader(fmt.Sprintf("requirepass %q\n", token))
	}
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	said := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said += lines.Text() + "\n"
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return r, nil
		}
	}
	r.Stop()
	return nil, fmt.Errorf("redis-server does not start: %s", said)
}

// Stop ends the server.
func (r *Redis) Stop() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
	_ = os.RemoveAll(r.dir)
}

// selfSigned writes a certificate and its key.
func selfSigned(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: cert}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Bus uses a Redis as the runtime's cluster bus does: it connects twice,
// subscribes, publishes, and returns what arrives. Its client is that of the
// runtime in what matters here: redis-rs 0.27 without a TLS feature refuses
// rediss:// before it connects, percent-decodes user and token, and says AUTH
// before all else.
func Bus(at, channel, message string) (string, error) {
	listener, err := dialBus(at)
	if err != nil {
		return "", err
	}
	defer listener.conn.Close()
	if _, err := listener.ask("SUBSCRIBE", channel); err != nil {
		return "", fmt.Errorf("SUBSCRIBE: %w", err)
	}
	speaker, err := dialBus(at)
	if err != nil {
		return "", err
	}
	defer speaker.conn.Close()
	heard, err := speaker.ask("PUBLISH", channel, message)
	if err != nil {
		return "", fmt.Errorf("PUBLISH: %w", err)
	}
	if heard != "1" {
		return "", fmt.Errorf("PUBLISH: %s heard it", heard)
	}
	return listener.read()
}

type busClient struct {
	conn net.Conn
	in   *bufio.Reader
}

func dialBus(at string) (*busClient, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "redis" {
		return nil, fmt.Errorf("%s: the client is built without TLS", u.Scheme)
	}
	conn, err := net.DialTimeout("tcp", u.Host, 5*time.Second)
	if err != nil {
		return nil, err
	}
	c := &busClient{conn, bufio.NewReader(conn)}
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return nil, err
	}
	words := []string{"PING"}
	if token, ok := u.User.Password(); ok {
		words = []string{"AUTH", token}
		if user := u.User.Username(); user != "" {
			words = []string{"AUTH", user, token}
		}
	}
	if _, err := c.ask(words...); err != nil {
		conn.Close()
		return nil, fmt.Errorf("%s: %w", words[0], err)
	}
	return c, nil
}

// ask sends a command and returns the answer; of a list, its last item.
func (c *busClient) ask(words ...string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, w := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(w), w)
	}
	if _, err := io.WriteString(c.conn, b.String()); err != nil {
		return "", err
	}
	return c.read()
}

// read reads one value of Redis's protocol (RESP 2).
func (c *busClient) read() (string, error) {
	line, err := c.in.ReadString('\n')
	if err != nil {
		return "", err
	}
	kind, rest := line[0], strings.TrimSpace(line[1:])
	switch kind {
	case '+', ':':
		return rest, nil
	case '-':
		return "", fmt.Errorf("the server says %s", rest)
	case '$':
		n, err := strconv.Atoi(rest)
		if err != nil || n < 0 {
			return "", err
		}
		text := make([]byte, n+2)
		_, err = io.ReadFull(c.in, text)
		return string(text[:n]), err
	case '*':
		n, err := strconv.Atoi(rest)
		last := ""
		for range n {
			if last, err = c.read(); err != nil {
				return "", err
			}
		}
		return last, err
	}
	return "", fmt.Errorf("this is not Redis: %q", line)
}
