package harbor.kit.bff.edge;

import com.google.protobuf.Message;

/**
 * A screen that shows what belongs to whoever asks. Only its calls learn who that is, and none of
 * its routes can be public.
 *
 * @param <I> the request, read and checked
 * @param <V> the view
 */
public interface PersonalScreen<I, V extends Message> extends Screen<I, V> {}
