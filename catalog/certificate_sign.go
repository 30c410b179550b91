package catalog

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// SignedCertificate is a certificate that the holder of a key stands for.
type SignedCertificate struct {
	Certificate *Certificate `json:"certificate"`
	Hash        string       `json:"hash"` // SHA-256 of the certificate's bytes
	Key         string       `json:"key"`  // KeyID of the public key
	Created     time.Time    `json:"created"`
	Signature   []byte       `json:"signature"` // Ed25519 (RFC 8032) over the rest
}

// Problems of a signed certificate.
var (
	CertificateUnreadable = kind("certificate.unreadable", "减负证书无法读取", "The certificate cannot be read")
	CertificateUnsigned   = kind("certificate.unsigned", "减负证书没有签名", "The certificate is not signed")
	CertificateKey        = kind("certificate.unknown_key", "签名所用的密钥 {key} 不在可信之列", "The signature is by the key {key}, which is not trusted")
	CertificateExtra      = kind("certificate.not_signed_for", "“{path}”不属于签过名的内容，证书被添加或改写过", "“{path}” is not among what was signed. Something was added to the certificate or rewritten")
	CertificateFalse      = kind("certificate.invalid", "签名与内容不符，证书可能被改动过", "The signature does not fit the content. The certificate may have been tampered with")
)

// Hash is the name of a certificate's content: the same certificate, the same bytes.
func (c *Certificate) Hash() string {
	b, err := json.Marshal(c)
	if err != nil { // numbers and texts
		panic(err)
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// SignCertificate signs a certificate as it is.
func SignCertificate(c *Certificate, key ed25519.PrivateKey, at time.Time) SignedCertificate {
	public, _ := key.Public().(ed25519.PublicKey) // always is
	s := SignedCertificate{Certificate: c, Hash: c.Hash(), Key: KeyID(public), Created: at.UTC().Truncate(time.Second)}
	s.Signature = ed25519.Sign(key, s.message())
	return s
}

func (s SignedCertificate) message() []byte {
	b, err := json.Marshal([]string{"onematter reduction certificate 1", s.Hash, s.Key, s.Created.UTC().Format(time.RFC3339)})
	if err != nil { // strings always are JSON
		panic(err)
	}
	return b
}

// unsignedAt names the first place where a document says something else than the
// certificate that was read from it, which alone is held to the signature: a
// member nobody knows, or one whose name is written in another way. "" for none.
func unsignedAt(doc []byte, s SignedCertificate) string {
	canonical, err := json.Marshal(s)
	if err != nil { // it was read from JSON
		panic(err)
	}
	plain := func(b []byte) (v any) {
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.UseNumber()
		_ = dec.Decode(&v) // both have been read before
		return v
	}
	return differsAt(plain(doc), plain(canonical), "")
}

// differsAt is the first place at which two JSON values are not the same.
func differsAt(a, b any, at string) string {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok {
			return at
		}
		for _, k := range sortedKeys(a) {
			if _, ok := b[k]; !ok {
				return join(at, k)
			}
		}
		for _, k := range sortedKeys(b) {
			if _, ok := a[k]; !ok {
				return join(at, k)
			}
			if where := differsAt(a[k], b[k], join(at, k)); where != "" {
				return where
			}
		}
		return ""
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return at
		}
		for i := range a {
			if where := differsAt(a[i], b[i], join(at, strconv.Itoa(i))); where != "" {
				return where
			}
		}
		return ""
	}
	if a != b {
		return at
	}
	return ""
}

// certificateLimits bound a certificate that comes from outside.
var certificateLimits = metamodel.Limits{Bytes: 16 << 20, Depth: 12, Nodes: 2_000_000, NumberLength: 40, Exponent: 20}

// ReadCertificate reads a signed certificate and holds it to its signature and
// the signature to the trusted keys.
func ReadCertificate(doc []byte, trusted []ed25519.PublicKey) (*SignedCertificate, metamodel.Problems) {
	if ps := metamodel.Gate(doc, certificateLimits); ps.Failed() {
		return nil, ps
	}
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber() // an answer of an example keeps its digits
	var s SignedCertificate
	if err := dec.Decode(&s); err != nil {
		return nil, metamodel.Problems{CertificateUnreadable.At("")}
	}
	if s.Certificate == nil || len(s.Signature) == 0 {
		return nil, metamodel.Problems{CertificateUnsigned.At("signature")}
	}
	if at := unsignedAt(doc, s); at != "" {
		return nil, metamodel.Problems{CertificateExtra.At(at, "path", at)}
	}
	for _, key := range trusted {
		if KeyID(key) != s.Key {
			continue
		}
		if s.Certificate.Hash() != s.Hash || !ed25519.Verify(key, s.message(), s.Signature) {
			return nil, metamodel.Problems{CertificateFalse.At("signature")}
		}
		return &s, nil
	}
	return nil, metamodel.Problems{CertificateKey.At("key", "key", s.Key)}
}
