package catalog

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
