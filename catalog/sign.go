package catalog

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// SignatureFile lies beside a pack's files and is none of them: it is not part
// of the hash it speaks of.
const SignatureFile = "signature.json"

// Signature says that the holder of a key stands for exactly one content.
type Signature struct {
	Pack      string    `json:"pack"`
	Version   string    `json:"version"`
	Hash      string    `json:"hash"` // of the files
	Key       string    `json:"key"`  // KeyID of the public key
	Created   time.Time `json:"created"`
	Signature []byte    `json:"signature"` // Ed25519 (RFC 8032) over the rest
}

// Problems of a signature.
var (
	SignatureMissing = kind("signature.missing", "资源包没有签名", "The pack is not signed")
	SignatureBroken  = kind("signature.unreadable", "签名文件无法读取：{detail}", "The signature cannot be read: {detail}")
	SignatureKey     = kind("signature.unknown_key", "签名所用的密钥 {key} 不在可信之列", "The signature is by the key {key}, which is not trusted")
	SignatureHash    = kind("signature.other_content", "内容与签名不符：签的是 {signed}，实际是 {actual}，可能被改动过；如果是您自己改的，请删去 signature.json 或重新签名", "The content is not what was signed: {signed} was, this is {actual}. It may have been tampered with. If you changed it yourself, remove signature.json or sign again")
	SignatureOther   = kind("signature.other_pack", "签名属于“{signed}”，不是“{actual}”", "The signature is for “{signed}”, not for “{actual}”")
	SignatureFalse   = kind("signature.invalid", "签名不正确，可能被改动过", "The signature is not valid. It may have been tampered with")
	SignatureUnasked = warning("signature.not_verified", "带有密钥 {key} 的签名，内容与签名时相同；这里不核对密钥是否可信（由 pack verify 和 pack promote 核对）", "There is a signature by the key {key}, and the content is what was signed. Whether that key is trusted is not looked at here (pack verify and pack promote do)")
)

// KeyID is the name of a public key: the beginning of its SHA-256.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return "ed25519:" + hex.EncodeToString(sum[:12])
}

// Sign signs a pack's files as they are.
func Sign(p *Pack, key ed25519.PrivateKey, at time.Time) Signature {
	public, _ := key.Public().(ed25519.PublicKey) // always is
	s := Signature{Pack: p.Name, Version: p.Version, Hash: Hash(p.Files), Key: KeyID(public), Created: at.UTC().Truncate(time.Second)}
	s.Signature = ed25519.Sign(key, s.message())
	return s
}

// message is what is signed: every field but the signature, in one form only.
func (s Signature) message() []byte {
	b, err := json.Marshal([]string{"onematter pack signature 1", s.Pack, s.Version, s.Hash, s.Key, s.Created.UTC().Format(time.RFC3339)})
	if err != nil { // strings always are JSON
		panic(err)
	}
	return b
}

// Verify holds a pack to its signature and the signature to the trusted keys.
func Verify(p *Pack, s *Signature, trusted []ed25519.PublicKey) metamodel.Problems {
	if s == nil {
		return metamodel.Problems{SignatureMissing.At("")}
	}
	var key ed25519.PublicKey
	for _, k := range trusted {
		if KeyID(k) == s.Key {
			key = k
		}
	}
	file := func(p metamodel.Problem) metamodel.Problems { return metamodel.Problems{in(SignatureFile, p)} }
	switch actual := Hash(p.Files); {
	case key == nil:
		return file(SignatureKey.At("key", "key", s.Key))
	case !ed25519.Verify(key, s.message(), s.Signature):
		return file(SignatureFalse.At("signature"))
	case s.Hash != actual:
		return file(SignatureHash.At("hash", "signed", s.Hash, "actual", actual))
	case s.Pack != p.Name || s.Version != p.Version:
		return file(SignatureOther.At("pack", "signed", s.Pack+" "+s.Version, "actual", p.Name+" "+p.Version))
	}
	return nil
}

// Fits holds a pack's files to a signature that came with them where nobody is
// asked whose keys are trusted: other content than was signed is refused, and a
// warning says what was not looked at. A pack without a signature fits.
func (s *Signature) Fits(files map[string][]byte) metamodel.Problems {
	if s == nil {
		return nil
	}
	if actual := Hash(files); s.Hash != actual {
		return metamodel.Problems{in(SignatureFile, SignatureHash.At("hash", "signed", s.Hash, "actual", actual))}
	}
	return metamodel.Problems{in(SignatureFile, SignatureUnasked.At("key", "key", s.Key))}
}

// Encode writes the signature's file.
func (s Signature) Encode() []byte {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil { // a time beyond year 9999
		panic(fmt.Errorf("catalog: encoding a signature: %w", err))
	}
	return append(b, '\n')
}

// mostSignature bounds a signature's file.
const mostSignature = 8 << 10

// DecodeSignature reads a signature's file.
func DecodeSignature(b []byte) (*Signature, metamodel.Problems) {
	if len(b) > mostSignature {
		return nil, metamodel.Problems{in(SignatureFile, FileTooLarge.At("", "limit", mostSignature))}
	}
	if ps := metamodel.Gate(b, metamodel.DefinitionLimits); ps.Failed() {
		return nil, inAll(SignatureFile, ps)
	}
	var s Signature
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return nil, metamodel.Problems{in(SignatureFile, SignatureBroken.At("", "detail", unfit(err)))}
	}
	return &s, nil
}

// EncodeKeys writes a key pair as PEM: PKCS 8 and PKIX, which openssl reads.
func EncodeKeys(key ed25519.PrivateKey) (private, public []byte, err error) {
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, fmt.Errorf("catalog: encoding a private key: %w", err)
	}
	open, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, nil, fmt.Errorf("catalog: encoding a public key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open}), nil
}

// ErrNoKey means that a file holds no Ed25519 key of the wanted kind.
var ErrNoKey = errors.New("catalog: no Ed25519 key")

// DecodePrivateKey reads the private key of a PEM file.
func DecodePrivateKey(b []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(b)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, fmt.Errorf("%w: want a PEM file that begins with BEGIN PRIVATE KEY", ErrNoKey)
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	key, ok := k.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%w: it is a %T", ErrNoKey, k)
	}
	return key, nil
}

// DecodePublicKeys reads every public key of a PEM file.
func DecodePublicKeys(b []byte) ([]ed25519.PublicKey, error) {
	var out []ed25519.PublicKey
	for {
		var block *pem.Block
		if block, b = pem.Decode(b); block == nil {
			break
		}
		if block.Type != "PUBLIC KEY" {
			return nil, fmt.Errorf("%w: a file of trusted keys holds a %s", ErrNoKey, block.Type)
		}
		k, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
		}
		key, ok := k.(ed25519.PublicKey)
		if !ok {
			return nil, fmt.Errorf("%w: it is a %T", ErrNoKey, k)
		}
		out = append(out, key)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: want PEM blocks that begin with BEGIN PUBLIC KEY", ErrNoKey)
	}
	return out, nil
}
