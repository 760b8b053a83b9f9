// SPDX-License-Identifier: Apache-2.0
/*
 * What an SSLContext trusts. Java has no question for it: a context takes trust managers and never
 * gives them back. JSSE's own context keeps the one that it uses in a field, and JNI reads fields
 * whatever their modifiers are. Where the fields are not as they were from JDK 8 to 25, or the
 * context is another provider's, the answer is null, and the layer above says that it cannot tell.
 */
#include <jni.h>

#define X509_TRUST_MANAGER "javax/net/ssl/X509TrustManager"

/* The field of the object's class or of one above it; NULL, and nothing pending, where it has none.
 */
static jobject field_of(JNIEnv *env, jobject object, const char *name, const char *signature)
{
    jclass kind = (*env)->GetObjectClass(env, object);
    jfieldID field = (*env)->GetFieldID(env, kind, name, signature);
    (*env)->DeleteLocalRef(env, kind);
    if (!field) {
        (*env)->ExceptionClear(env);
        return NULL;
    }
    return (*env)->GetObjectField(env, object, field);
}

/* static native Object engine(SSLContext context): its SSLContextSpi */
JNIEXPORT jobject JNICALL Java_org_libchain_internal_Peek_engine(JNIEnv *env, jclass self,
                                                                 jobject context)
{
    (void)self;
    return field_of(env, context, "contextSpi", "Ljavax/net/ssl/SSLContextSpi;");
}

/* static native X509TrustManager trustManager(Object engine) */
JNIEXPORT jobject JNICALL Java_org_libchain_internal_Peek_trustManager(JNIEnv *env, jclass self,
                                                                       jobject engine)
{
    (void)self;
    return field_of(env, engine, "trustManager", "L" X509_TRUST_MANAGER ";");
}

/* static native Object socketContext(SSLSocketFactory factory): the SSLContextSpi that made it */
JNIEXPORT jobject JNICALL Java_org_libchain_internal_Peek_socketContext(JNIEnv *env, jclass self,
                                                                        jobject factory)
{
    (void)self;
    return field_of(env, factory, "context", "Lsun/security/ssl/SSLContextImpl;");
}

static jobject static_field_of(JNIEnv *env, jclass kind, const char *name, const char *signature)
{
    jfieldID field = (*env)->GetStaticFieldID(env, kind, name, signature);
    if (!field) {
        (*env)->ExceptionClear(env);
        return NULL;
    }
    return (*env)->GetStaticObjectField(env, kind, field);
}

/* static native SSLContext defaultContext(Class<SSLContext> kind): null until somebody asked for it
 */
JNIEXPORT jobject JNICALL Java_org_libchain_internal_Peek_defaultContext(JNIEnv *env, jclass self,
                                                                         jclass kind)
{
    (void)self;
    return static_field_of(env, kind, "defaultContext", "Ljavax/net/ssl/SSLContext;");
}

/* static native SSLSocketFactory defaultFactory(Class<HttpsURLConnection> kind): null until it is
 * set */
JNIEXPORT jobject JNICALL Java_org_libchain_internal_Peek_defaultFactory(JNIEnv *env, jclass self,
                                                                         jclass kind)
{
    (void)self;
    return static_field_of(env, kind, "defaultSSLSocketFactory",
                           "Ljavax/net/ssl/SSLSocketFactory;");
}
